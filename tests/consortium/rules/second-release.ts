import type { Rules } from "@meridian/ledger/rules";
import type { GenesisDocument } from "@meridian/network/genesis";
import { rulesOf as networkRulesOf } from "@meridian/network/rules";
import { quantityCap } from "@meridian/network/second-release.conformance";

/**
 * The rules of a node that has release 2 installed: once the members schedule it, no line of a new prescription may be
 * larger than `QUANTITY_MAX` (60). Until then it executes as every other node does.
 */
export const rulesOf = (genesis: GenesisDocument): Rules => networkRulesOf(genesis, [quantityCap]);
