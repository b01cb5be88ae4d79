import type { KeyId, OrganisationId, PersonId } from "@meridian/base/ids";
import { hash, id, literal, object, type TypeOf, union } from "@meridian/base/shape";
import { type PublicKey, publicKeyShape } from "@meridian/crypto/key-id";

const domain = literal("key");

/** Whose key it is. The kernel's `Holder` without `none`: that is what an unbound or revoked key resolves to. */
export const holderShape = union("type", {
  organisation: object({ type: literal("organisation"), organisation: id<OrganisationId>() }),
  person: object({ type: literal("person"), person: id<PersonId>() }),
});
export type KeyHolder = TypeOf<typeof holderShape>;

export const commandShape = union("type", {
  /** `key` is the id of `publicKey`, so that the record is found without hashing. */
  bind: object({ domain, type: literal("bind"), key: hash<KeyId>(), publicKey: publicKeyShape, holder: holderShape }),
  revoke: object({ domain, type: literal("revoke"), key: hash<KeyId>() }),
});
export type Command = TypeOf<typeof commandShape>;
export type CommandOf<Type extends Command["type"]> = Extract<Command, { readonly type: Type }>;

export type Event =
  | { readonly type: "bound"; readonly key: KeyId; readonly publicKey: PublicKey; readonly holder: KeyHolder }
  | { readonly type: "revoked"; readonly key: KeyId };

export type Rejection =
  | { readonly code: "only-by-reaction" }
  | { readonly code: "key-already-bound"; readonly key: KeyId }
  | { readonly code: "key-id-mismatch"; readonly key: KeyId }
  | { readonly code: "key-not-acceptable"; readonly key: KeyId }
  | { readonly code: "unknown-key"; readonly key: KeyId }
  | { readonly code: "already-revoked"; readonly key: KeyId };

/** Needs to know nothing of other domains. */
export type Facts = unknown;
