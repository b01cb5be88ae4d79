import type { KeyId, OrganisationId } from "@meridian/base/ids";
import { ID_LENGTH_MAX } from "@meridian/base/limits";
import { hash, id, literal, object, oneOf, optional, type TypeOf, text, union } from "@meridian/base/shape";
import { publicKeyShape } from "@meridian/crypto/key-id";
import type { KeyKind } from "@meridian/kernel/transaction";
import { ORGANISATION_KINDS, type OrganisationKind } from "@meridian/kernel/vocabulary";

/** Live keys of one organisation: its services, its officers' stations and spares. */
export const KEYS_MAX = 16;
/** The reason of a suspension that follows a double signature which the engine proved. */
export const DOUBLE_SIGNING = "double-signing";

// Control and direction marks could make one name look like another. Only fixed sets of characters are named here:
// general properties such as \p{C} grow with the Unicode version of the machine.
const plain = /^[^\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+$/u;
const name = object({ zh: text({ max: 80, pattern: plain }), en: text({ max: 160, pattern: plain }) });
const label = text({ max: 40, pattern: plain, description: "what the key is for, such as gateway" });
const organisation = id<OrganisationId>("organisation");
/** `p-` and `s-` begin the pseudonyms of persons; readers of views are told apart by id alone. */
const newOrganisation = text<OrganisationId>({
  max: ID_LENGTH_MAX,
  pattern: /^(?![ps]-)[A-Za-z0-9][A-Za-z0-9._-]*$/,
  description: "new organisation, not p-... or s-...",
});
const node = text({ max: 200, pattern: /^https:\/\/[a-z0-9.-]+(:[0-9]{1,5})?$/, description: "address of its node" });
const reason = id<string>("coded reason");
const domain = literal("organisation");

export const commandShape = union("type", {
  admit: object({
    domain,
    type: literal("admit"),
    id: newOrganisation,
    kind: oneOf(...ORGANISATION_KINDS),
    name,
    node: optional(node),
    key: publicKeyShape,
    label: optional(label),
  }),
  suspend: object({ domain, type: literal("suspend"), id: organisation, reason }),
  reinstate: object({ domain, type: literal("reinstate"), id: organisation }),
  withdraw: object({ domain, type: literal("withdraw"), id: organisation, reason }),
  addKey: object({ domain, type: literal("addKey"), id: organisation, key: publicKeyShape, label }),
  revokeKey: object({ domain, type: literal("revokeKey"), id: organisation, key: hash<KeyId>() }),
  rename: object({ domain, type: literal("rename"), id: organisation, name }),
});
export type Command = TypeOf<typeof commandShape>;
export type CommandOf<Type extends Command["type"]> = Extract<Command, { readonly type: Type }>;

/** Institutions' names are public. */
export type Name = TypeOf<typeof name>;

export type OrganisationKey = {
  readonly key: KeyId;
  readonly kind: KeyKind;
  readonly publicKey: string;
  readonly label: string;
};

/** How it was decided: by a passed proposal, or by the genesis document when there is none. */
type Basis = { readonly proposal?: string };

export type Event =
  | ({
      readonly type: "admitted";
      readonly organisation: OrganisationId;
      readonly kind: OrganisationKind;
      readonly name: Name;
      readonly node?: string;
      readonly key: OrganisationKey;
    } & Basis)
  | ({ readonly type: "suspended"; readonly organisation: OrganisationId; readonly reason: string } & Basis)
  | ({
      readonly type: "reinstated";
      readonly organisation: OrganisationId;
      readonly kind: OrganisationKind;
    } & Basis)
  | ({
      readonly type: "withdrawn";
      readonly organisation: OrganisationId;
      readonly reason: string;
      /** Its live keys, which end with its membership. */
      readonly keys: readonly KeyId[];
    } & Basis)
  | { readonly type: "keyAdded"; readonly organisation: OrganisationId; readonly key: OrganisationKey }
  | { readonly type: "keyRevoked"; readonly organisation: OrganisationId; readonly key: KeyId }
  | { readonly type: "renamed"; readonly organisation: OrganisationId; readonly name: Name };

export type Rejection =
  | { readonly code: "already-admitted" }
  | { readonly code: "unknown-organisation" }
  | { readonly code: "only-by-governance" }
  | { readonly code: "already-suspended" }
  | { readonly code: "not-suspended" }
  | { readonly code: "is-suspended" }
  | { readonly code: "has-withdrawn" }
  | { readonly code: "not-signed-by-organisation"; readonly organisation: OrganisationId }
  | { readonly code: "key-not-proven"; readonly key: KeyId }
  | { readonly code: "key-exists"; readonly key: KeyId }
  | { readonly code: "unknown-key"; readonly key: KeyId }
  | { readonly code: "last-key" }
  | { readonly code: "too-many-keys"; readonly max: number };

/** Needs to know nothing of other domains. */
export type Facts = unknown;
