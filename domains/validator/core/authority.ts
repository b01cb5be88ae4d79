import type { OrganisationId, ProposalId } from "@meridian/base/ids";
import { type Context, isReactionTo } from "@meridian/kernel/context";
import type { ValidatorSet } from "./state.ts";

/** Who or what stands behind a command, beyond a signature. */
export const isPassed = (context: Context): boolean => isReactionTo(context, "governance", "passed");

export const basisOf = ({ cause }: Context): { readonly proposal?: ProposalId } =>
  cause.type === "reaction" && cause.domain === "governance" ? { proposal: cause.record as ProposalId } : {};

/** Why an organisation must leave, when another domain says so of this very one. */
export function departureOf(organisation: OrganisationId, { cause }: Context): "suspended" | "withdrawn" | undefined {
  if (cause.type !== "reaction" || cause.domain !== "organisation" || cause.record !== organisation) return undefined;
  return cause.event === "suspended" || cause.event === "withdrawn" ? cause.event : undefined;
}

/** Whether the holder of a consensus key signed with it: only then does anybody know that it is theirs. */
export const isProven = (publicKey: string, { authors }: Context): boolean =>
  authors.some((author) => author.kind === "ed25519" && author.publicKey === publicKey);

/** Current, offered or former: a key is somebody's once and for all. */
export const isKeyInUse = ({ validators, candidates, former }: ValidatorSet, publicKey: string): boolean =>
  [...validators, ...candidates, ...former].some((entry) => entry.publicKey === publicKey);
