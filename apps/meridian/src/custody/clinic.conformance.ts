import { utf8 } from "@meridian/base/bytes";
import type { Commitment, OrganisationId, PersonId } from "@meridian/base/ids";
import { hashText } from "@meridian/base/shape";
import { FOREVER } from "@meridian/credential/schema";
import { sha256 } from "@meridian/crypto/hash";
import type { GenesisDocument } from "@meridian/network/genesis";
import {
  HEALTH_COMMISSION,
  PHARMACIST,
  publicKeyHexOf,
  type TestNetwork,
  testGenesis,
} from "../node/test-network.conformance.ts";

export const CLINIC = "clinic" as OrganisationId;
/** The clinic's physician; the pharmacist of the test network reviews there too. */
export const ELSEWHERE = "s-elsewhere" as PersonId;

/** The test network, with a clinic of another owner and its physician. */
export function genesisWithClinic(): GenesisDocument {
  const genesis = testGenesis();
  const keyOf = (id: string) => ({ kind: "ed25519", publicKey: publicKeyHexOf(id) });
  const identity = hashText<Commitment>(sha256(utf8(`identity of ${ELSEWHERE}`)));
  return {
    ...genesis,
    commands: [
      ...genesis.commands,
      {
        ...{ domain: "organisation", type: "admit", id: CLINIC, kind: "clinic" },
        ...{ name: { zh: CLINIC, en: CLINIC }, key: keyOf(CLINIC) },
      },
      {
        ...{ domain: "person", type: "register", id: ELSEWHERE, kind: "practitioner" },
        ...{ identity, key: keyOf(ELSEWHERE) },
      },
    ],
  };
}

export async function staffClinic({ commit }: TestNetwork): Promise<void> {
  const affiliate = (id: PersonId, role: string) => ({
    ...{ domain: "person", type: "affiliate", id, organisation: CLINIC, roles: [role] },
  });
  const licence = (holder: object, kind: string) => ({
    ...{ domain: "credential", type: "issue", holder, kind, scope: [], number: "T-2" },
    ...{ validFrom: 0, validUntil: FOREVER, basis: "test" },
  });
  await commit([affiliate(ELSEWHERE, "physician"), affiliate(PHARMACIST, "pharmacist")], [CLINIC]);
  await commit(
    [
      licence({ type: "organisation", organisation: CLINIC }, "licence-clinic"),
      licence({ type: "person", person: ELSEWHERE }, "licence-physician"),
    ],
    [HEALTH_COMMISSION],
  );
}
