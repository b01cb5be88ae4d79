import { join } from "node:path";
import type { OrganisationId } from "@meridian/base/ids";
import type { Region } from "@meridian/region/generator/region";
import { Keyring } from "@meridian/region/player/keyring";
import type { DeskOptions } from "./desk.ts";
import { HospitalSystem } from "./hospital-system.ts";
import { type KeptKeys, seedKeys } from "./kept-keys.ts";
import { namesOf } from "./names.ts";

/** Patients whose eyes a newcomer may look through. */
const PATIENTS_MAX = 50;

/** What only an invented region has at its desk. */
export type Demonstration = {
  /** Keys of invented patients: every one follows from the region's seed anyway. */
  readonly patients: KeptKeys;
  readonly hospital: HospitalSystem;
  /** Data of this node: what tampering is shown on is a copy of it. */
  readonly folder: string;
  /** Where other organisations of the same invented region have their node, by its address on this machine. */
  readonly neighbours: ReadonlyMap<OrganisationId, string>;
};

/** The desk of a node of an invented region: it keeps the keys of the organisations that it hosts and of their staff. */
export function demonstrationDesk(
  region: Region,
  folder: string,
  hosted: readonly OrganisationId[],
  neighbours: ReadonlyMap<OrganisationId, string> = new Map(),
): DeskOptions {
  const staff = region.staff.filter(({ organisation }) => hosted.includes(organisation)).map(({ id }) => id);
  const keyring = new Keyring(region.seed);
  return {
    keys: seedKeys(region.seed, [...hosted, ...staff]),
    names: namesOf(region),
    demonstration: {
      patients: seedKeys(
        region.seed,
        region.patients.slice(0, PATIENTS_MAX).map(({ id }) => id),
      ),
      hospital: new HospitalSystem({
        region,
        file: join(folder, "desk-patients.json"),
        signerOf: (organisation) => (hosted.includes(organisation) ? keyring.signerOf(organisation) : undefined),
      }),
      folder,
      neighbours,
    },
  };
}
