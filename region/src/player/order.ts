import type { OrganisationId, PersonId, PrescriptionId, Seconds } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { canonicalBytes } from "@meridian/base/json";
import type { ReviewRequest, Setting } from "@meridian/review/rule";
import { documentOf } from "../generator/document.ts";
import type { Encounter } from "../generator/encounter.ts";
import type { EncounterLine } from "../generator/line.ts";
import { patientOf, type Region } from "../generator/region.ts";
import type { PathwayName } from "../generator/scenarios.ts";
import { readBundle } from "../intake/bundle.ts";
import { type Day, dayAfter, textOfDay } from "../intake/calendar.ts";
import { reviewRequestOf } from "../intake/review-request.ts";

export type OrderLine = Pick<EncounterLine, "line" | "medicine" | "units" | "packs" | "priceFen">;

/** A prescription as its prescriber writes it: the document for the vault and what a review looks at. */
export type Written = { readonly bytes: Uint8Array; readonly request: ReviewRequest };

/** What is to be circulated, by whom and for whom; of an encounter, or of a bundle from outside. */
export type Order = {
  readonly prescription: PrescriptionId;
  readonly pathway: PathwayName;
  readonly setting: Setting;
  readonly patient: PersonId;
  /** Completed years; decides the insurance scheme. */
  readonly years: number;
  readonly organisation: OrganisationId;
  readonly physician: PersonId;
  readonly reviewers: readonly PersonId[];
  readonly dispenser: OrganisationId;
  readonly dispensers: readonly PersonId[];
  readonly delivery: Encounter["delivery"];
  /** Undefined when the patient pays alone. */
  readonly payer: OrganisationId | undefined;
  readonly lines: readonly OrderLine[];
  /** Where the serial numbers of its packs begin; the next order's are at least 1,000 further. */
  readonly serial: number;
  /** The document, with other lines where the order was changed. */
  write(lines: readonly OrderLine[], now: Seconds): Written;
};

const SERIALS_OF_AN_ORDER = 1_000;

/** The order of an encounter of the region. */
export function orderOf(region: Region, encounter: Encounter): Order {
  const { prescription, pathway, setting, patient, organisation, physician, reviewers, dispenser } = encounter;
  const { dispensers, delivery, payer, lines } = encounter;
  return {
    ...{ prescription, pathway, setting, patient, organisation, physician, reviewers, dispenser },
    ...{ dispensers, delivery, payer, lines },
    years: patientOf(region, patient).years,
    serial: encounter.n * SERIALS_OF_AN_ORDER,
    write: (changed, now) => {
      // The lines of an encounter come and go with their doses; only their type forgets them here.
      const document = documentOf(
        region,
        { ...encounter, lines: changed as readonly EncounterLine[] },
        dateTimeOf(now),
      );
      const read = readBundle(document);
      invariant(read.ok && read.value.faults.length === 0, "the region's own documents can be read");
      const request = reviewRequestOf(read.value.orders, setting);
      invariant(request !== undefined, "a prescription orders something");
      return { bytes: canonicalBytes(document), request };
    },
  };
}

const EPOCH: Day = { year: 1970, month: 1, day: 1 };
const BEIJING_SECONDS = 8 * 3_600;

/** FHIR R4 `dateTime` of a block time, in Beijing. */
export function dateTimeOf(time: Seconds): string {
  const local = time + BEIJING_SECONDS;
  const two = (number: number): string => String(number).padStart(2, "0");
  const second = local % 86_400;
  const clock = `${two(Math.floor(second / 3_600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
  return `${dayOfTime(time)}T${clock}+08:00`;
}

/** The day in Beijing, `YYYY-MM-DD`. */
export const dayOfTime = (time: Seconds): string =>
  textOfDay(dayAfter(EPOCH, Math.floor((time + BEIJING_SECONDS) / 86_400)));
