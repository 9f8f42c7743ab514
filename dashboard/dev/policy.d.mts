export function policyMarkup(): string;
export function policyHeader(origins?: readonly string[]): string;
