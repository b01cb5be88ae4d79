import type { KeyId } from "@meridian/base/ids";
import type { Read } from "@meridian/kernel/contract";
import { contract as keys } from "@meridian/key/contract";
import type { Release, Resolution, Rules } from "@meridian/ledger/rules";
import { contract as organisations } from "@meridian/organisation/contract";
import { contracts } from "./domains.ts";
import { answers } from "./facts/answers.ts";
import type { GenesisDocument } from "./genesis.ts";
import { membership } from "./membership.ts";
import { reactionsTo } from "./reactions.ts";
import { CHANGES, type Change, releasesAfter } from "./releases.ts";

/** The first release of the rules: all domains, what each knows of the others, and what events of one cause in others. */
const first: Release = {
  contracts,
  facts: (read, height) => answers(read, height, contracts),
  resolve,
  // A lost key must be taken out of use at once, whatever the members think of its organisation.
  openToSuspended: ({ domain, type }) => domain === "organisation" && type === "revokeKey",
  reactions: reactionsTo,
  membership,
};

/** The rules of a network, with all releases that this software has. */
export const rulesOf = ({ network, relyingParty }: GenesisDocument, changes: readonly Change[] = CHANGES): Rules => ({
  network,
  relyingParty,
  ...first,
  releases: releasesAfter(first, changes),
});

/** Whose key it is now. A key that nobody registered, or that was revoked, still proves that somebody holds it. */
function resolve(read: Read, key: KeyId): Resolution {
  const state = read(keys, key);
  if (state.status !== "live") return { type: "none" };
  if (state.holder.type === "person") return state.holder;
  const { organisation } = state.holder;
  // A member that the others suspended does nothing else until they reinstate it.
  return read(organisations, organisation).status === "active" ? state.holder : { type: "suspended", organisation };
}
