/** Asks for a path below `/v1`; what the path is put behind, and what proves who asks, is set once. */
export type Transport = (path: string, init?: RequestInit) => Promise<Response>;

let transport: Transport = (path, init) => fetch(path, init);

/** Every question to the API goes through here, so that none is asked without its token. */
export const apiFetch: Transport = (path, init) => transport(path, init);

/** For the page's start: through what questions travel from now on. */
export function askThrough(next: Transport): void {
  transport = next;
}
