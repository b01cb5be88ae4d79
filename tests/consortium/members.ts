import { toHex } from "@meridian/base/bytes";
import type { OrganisationId } from "@meridian/base/ids";
import { nodeIdOf } from "@meridian/consensus-comet/engine/keys";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { Rules } from "@meridian/validator/schema";
import { CORNER, DRUGS, FUND, genesis, HEALTH, HOSPITAL, seedOf } from "../faults/people.ts";

/** Members that begin with a seat, each with a node of its own: four, so that one may fail. */
export const VALIDATING: readonly OrganisationId[] = [HOSPITAL, FUND, HEALTH, DRUGS];
/** A member whose node follows without a vote. */
export const FOLLOWING = CORNER;

export const validatorSeedOf = (organisation: string): Uint8Array => seedOf(`validator of ${organisation}`);
export const nodeSeedOf = (organisation: string): Uint8Array => seedOf(`node of ${organisation}`);
export const validatorKeyOf = (organisation: string): string => toHex(publicKeyOf(validatorSeedOf(organisation)));
export const nodeIdOfMember = (organisation: string): string => nodeIdOf(publicKeyOf(nodeSeedOf(organisation)));

/** The fault tests' region, its validators in processes of their own. */
export function consortiumGenesis(rules: Rules = { doubleSigning: "suspend", sharedControl: "refused" }) {
  const document: GenesisDocument = {
    ...genesis,
    validators: VALIDATING.map((organisation) => ({ organisation, publicKey: validatorKeyOf(organisation), power: 1 })),
    consortium: {
      rules,
      members: [...VALIDATING, FOLLOWING].map((organisation) => ({
        organisation,
        control: organisation,
        nodes: [nodeIdOfMember(organisation)],
      })),
    },
  };
  return document;
}
