import type { Rules } from "@meridian/ledger/rules";
import type { GenesisDocument } from "@meridian/network/genesis";
import { rulesOf as networkRulesOf } from "@meridian/network/rules";
import { quantityCap } from "@meridian/network/second-release.conformance";

/**
 * What must never be installed: the rule of release 2 in force at once, with no vote and no height. The node goes along
 * until somebody issues a line of more than `QUANTITY_MAX` (60), and comes to another application hash there.
 */
export function rulesOf(genesis: GenesisDocument): Rules {
  const rules = networkRulesOf(genesis);
  return { ...rules, ...quantityCap(rules) };
}
