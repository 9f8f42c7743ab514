/** Sign-in did not work; the message is a sentence for the reader. */
export class SignInTrouble extends Error {
  readonly hints: readonly string[];

  constructor(message: string, ...hints: readonly string[]) {
    super(message);
    this.hints = hints;
  }
}

/** Nobody answered, so nothing is known and trying again may help. */
export class IssuerSilent extends SignInTrouble {}
