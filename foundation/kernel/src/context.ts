import type { Height, KeyId, NetworkId, OrganisationId, PersonId, Seconds, TransactionId } from "@meridian/base/ids";
import type { KeyKind } from "./transaction.ts";

/** Whose key it is, by the key registry of the committed state. An unregistered or revoked key has no holder. */
export type Holder =
  | { readonly type: "organisation"; readonly organisation: OrganisationId }
  | { readonly type: "person"; readonly person: PersonId }
  | { readonly type: "none" };

/** One valid signature on the transaction. */
export type Author = {
  readonly key: KeyId;
  readonly kind: KeyKind;
  readonly publicKey: string;
  readonly holder: Holder;
};

/**
 * Why a command is decided: somebody signed it, an event of another domain caused it inside the same transaction,
 * it stands in the genesis document, or the engine found it out. Only the ledger sets this.
 */
export type Cause =
  | { readonly type: "signed" }
  | { readonly type: "reaction"; readonly domain: string; readonly event: string; readonly record: string }
  | { readonly type: "genesis" }
  | { readonly type: "engine" };

/** All a decision may know besides its record and facts: what consensus agreed, and who signed. */
export type Context = {
  readonly network: NetworkId;
  readonly transaction: TransactionId;
  readonly height: Height;
  /** Block time. The only clock there is. */
  readonly time: Seconds;
  readonly authors: readonly Author[];
  readonly cause: Cause;
};

export const organisationsOf = (context: Context): readonly OrganisationId[] =>
  context.authors.flatMap(({ holder }) => (holder.type === "organisation" ? [holder.organisation] : []));

export const personsOf = (context: Context): readonly PersonId[] =>
  context.authors.flatMap(({ holder }) => (holder.type === "person" ? [holder.person] : []));

export const signedByOrganisation = (context: Context, organisation: OrganisationId): boolean =>
  context.authors.some(({ holder }) => holder.type === "organisation" && holder.organisation === organisation);

export const signedByPerson = (context: Context, person: PersonId): boolean =>
  context.authors.some(({ holder }) => holder.type === "person" && holder.person === person);

export const isReactionTo = (context: Context, domain: string, event: string): boolean =>
  context.cause.type === "reaction" && context.cause.domain === domain && context.cause.event === event;
