import type { Hash } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { hashText } from "@meridian/base/shape";
import { type MerklePath, merklePath, merkleRoot } from "@meridian/crypto/merkle";
import type { Rule, RuleSet } from "./rule.ts";

/** The head of a rule set is its first leaf, so that its notice cannot be taken off without changing the hash. */
function leavesOf({ rules, ...head }: RuleSet): readonly Uint8Array[] {
  return [canonicalBytes(head), ...inOrder(rules).map(canonicalBytes)];
}

const inOrder = (rules: readonly Rule[]): readonly Rule[] =>
  [...rules].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

/** RFC 6962 Merkle root over the canonical JSON of the head and of every rule, by id. The order of the files is no matter. */
export const ruleSetHash = (ruleSet: RuleSet): Hash => hashText(merkleRoot(leavesOf(ruleSet)));

/** Shows that one rule is in a set without showing the others; undefined when it is not. */
export function pathOfRule(ruleSet: RuleSet, id: string): MerklePath | undefined {
  const index = inOrder(ruleSet.rules).findIndex((rule) => rule.id === id);
  return index < 0 ? undefined : merklePath(leavesOf(ruleSet), index + 1);
}
