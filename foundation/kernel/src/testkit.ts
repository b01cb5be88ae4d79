import type { Height, KeyId, NetworkId, OrganisationId, PersonId, Seconds, TransactionId } from "@meridian/base/ids";
import type { Result } from "@meridian/base/result";
import type { Author, Cause, Context } from "./context.ts";
import type { Contract, Event, Rejection } from "./contract.ts";
import type { Command } from "./transaction.ts";

/** given(contract, history).when(command, context, facts) answers what the contract decides next. */
export function given<S, C extends Command, E extends Event, R extends Rejection, F>(
  contract: Contract<S, C, E, R, F>,
  history: readonly E[] = [],
) {
  const state = history.reduce<S>((before, event) => contract.evolve(before, event), contract.initial);
  return {
    state,
    when: (command: C, context: Context, facts: F): Result<readonly E[], R> =>
      contract.decide(state, command, context, facts),
  };
}

const author = (name: string, holder: Author["holder"]): Author => ({
  key: name as KeyId,
  kind: "ed25519",
  publicKey: name,
  holder,
});
export const byOrganisation = (organisation: string): Author =>
  author(`key-of-${organisation}`, { type: "organisation", organisation: organisation as OrganisationId });
export const byPerson = (person: string): Author =>
  author(`key-of-${person}`, { type: "person", person: person as PersonId });
export const byStranger = (name = "stranger"): Author => author(`key-of-${name}`, { type: "none" });

/** A context at a block time, signed by the given authors. */
export function at(
  time: number,
  authors: readonly Author[],
  changes: { height?: number; cause?: Cause } = {},
): Context {
  return {
    network: "test-region" as NetworkId,
    transaction: "00".repeat(32) as TransactionId,
    height: (changes.height ?? 10) as Height,
    time: time as Seconds,
    authors,
    cause: changes.cause ?? { type: "signed" },
  };
}
