import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { OrganisationId, PersonId } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { fits, id, list, object, oneOf, type TypeOf, text } from "@meridian/base/shape";
import type { Signer } from "@meridian/client/signer";
import { diagnoses } from "@meridian/region/generator/diagnoses";
import { HOSPITAL } from "@meridian/region/generator/organisations";
import type { Patient } from "@meridian/region/generator/patients";
import type { Region } from "@meridian/region/generator/region";
import type { Name } from "./names.ts";

const GENERATED_MAX = 60;
export const NEWCOMERS_MAX = 500;

const newcomerShape = object({
  patient: id<PersonId>(),
  name: text({ min: 1, max: 40 }),
  birth: text({ min: 10, max: 10, pattern: /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/ }),
  sex: oneOf("female", "male"),
});
export type Newcomer = TypeOf<typeof newcomerShape>;
const fileShape = object({ newcomers: list(newcomerShape, { max: NEWCOMERS_MAX }) });

/** A patient as a prescribing screen needs one: nothing of it is ever on the ledger but the pseudonym. */
export type ChartPatient = {
  readonly patient: PersonId;
  readonly name: Name;
  readonly sex: "female" | "male";
  readonly birth: string;
  /** ATC codes or beginnings of them. */
  readonly allergies: readonly string[];
  /** ICD-10. */
  readonly conditions: readonly string[];
  readonly pregnant: boolean;
  readonly lactating: boolean;
  /** Who pays; absent when the patient does. */
  readonly payer?: OrganisationId;
};

export type HospitalOptions = {
  readonly region: Region;
  /** Where newcomers are remembered. */
  readonly file: string;
  readonly signerOf: (organisation: OrganisationId) => Signer | undefined;
};

/** The invented hospital information system of a demonstration: its generated patients, and who registered at the desk. */
export class HospitalSystem {
  readonly #generated: readonly ChartPatient[];
  readonly #file: string;
  #newcomers: readonly Newcomer[];
  /** Signs registrations; undefined at a node that does not host the hospital. */
  readonly desk: Signer | undefined;

  constructor({ region, file, signerOf }: HospitalOptions) {
    this.#generated = region.patients.slice(0, GENERATED_MAX).map(chartOf);
    this.#file = file;
    this.#newcomers = newcomersIn(file);
    this.desk = signerOf(HOSPITAL);
  }

  get isFull(): boolean {
    return this.#newcomers.length >= NEWCOMERS_MAX;
  }

  patients(): readonly ChartPatient[] {
    return [...this.#newcomers.map(chartOfNewcomer).reverse(), ...this.#generated];
  }

  nameOf(patient: string): Name | undefined {
    return this.patients().find((each) => each.patient === patient)?.name;
  }

  /** The file is replaced as a whole, so a killed process leaves the old one. */
  remember(newcomer: Newcomer): void {
    this.#newcomers = [...this.#newcomers.filter(({ patient }) => patient !== newcomer.patient), newcomer];
    writeFileSync(`${this.#file}.new`, `${JSON.stringify({ newcomers: this.#newcomers })}\n`, { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

/** What a newcomer says of themself comes from outside; a file that is not one of ours is begun anew. */
function newcomersIn(file: string): readonly Newcomer[] {
  if (!existsSync(file)) return [];
  const value = parseJson(readFileSync(file, "utf8"));
  return fits(fileShape, value) ? value.newcomers : [];
}

const chartOf = ({ id: patient, name, sex, birthDate, allergies, conditions, pregnant, payer }: Patient) => ({
  patient,
  name,
  sex,
  birth: birthDate,
  allergies,
  conditions: conditions.map((condition) => diagnoses[condition].icd10),
  pregnant,
  lactating: false,
  ...(payer !== undefined && { payer }),
});

const chartOfNewcomer = ({ patient, name, sex, birth }: Newcomer): ChartPatient => ({
  patient,
  name: { zh: name, en: name },
  sex,
  birth,
  allergies: [],
  conditions: [],
  pregnant: false,
  lactating: false,
});
