/** A bug, never an outcome. Whoever executes the ledger lets it stop the node rather than go on wrong. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(`invariant: ${message}`);
}

/** Closes a switch over a union: a variant that nobody handles does not compile. */
export function assertNever(value: never): never {
  throw new InvariantError(`unhandled variant: ${JSON.stringify(value)}`);
}
