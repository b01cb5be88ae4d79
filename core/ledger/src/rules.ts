import type { Height, KeyId, NetworkId, OrganisationId } from "@meridian/base/ids";
import type { RelyingParty } from "@meridian/crypto/webauthn";
import type { Context, Holder } from "@meridian/kernel/context";
import type { AnyContract, Event, Read } from "@meridian/kernel/contract";
import type { Command } from "@meridian/kernel/transaction";
import type { Membership } from "./membership.ts";
import type { Releases } from "./releases.ts";

/** Who a key belongs to, or that its organisation may not act at present. */
export type Resolution = Holder | { readonly type: "suspended"; readonly organisation: OrganisationId };

/** Everything that may differ from one release of the rules to the next. Everything in it is pure. */
export interface Release {
  readonly contracts: ReadonlyMap<string, AnyContract>;
  /** The facts of each domain, answered by `read` and `height` as they are at the point of execution. */
  facts(read: Read, height: () => Height): ReadonlyMap<string, unknown>;
  resolve(read: Read, key: KeyId): Resolution;
  /** What a suspended organisation may still do; a transaction of nothing else passes. */
  openToSuspended(command: Command): boolean;
  /** The commands that an event causes in other domains, inside the same transaction, in order. */
  reactions(domain: string, record: string, event: Event, context: Context): readonly Command[];
  /** Who runs the engine, where members run one together. */
  readonly membership?: Membership;
}

/**
 * What the ledger executes. The network puts it together: the list of domains, what each may know of the others, and
 * what an event of one causes in another. What it has as a `Release` is release 1, by which genesis executes.
 */
export interface Rules extends Release {
  readonly network: NetworkId;
  readonly relyingParty: RelyingParty;
  /** Later releases; without them the first holds for good. */
  readonly releases?: Releases;
}
