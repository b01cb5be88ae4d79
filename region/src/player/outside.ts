import { utf8 } from "@meridian/base/bytes";
import type { OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { canonicalText, parseJson } from "@meridian/base/json";
import { packsFor } from "@meridian/formulary/lookup";
import type { DrugClass } from "@meridian/kernel/vocabulary";
import { hexOf } from "../generator/keys.ts";
import { HOSPITAL, INSURANCE_AUTHORITY, NARCOTIC_PHARMACY, PHARMACIES } from "../generator/organisations.ts";
import type { Region } from "../generator/region.ts";
import type { PathwayName } from "../generator/scenarios.ts";
import { readBundle } from "../intake/bundle.ts";
import type { OrderIntake } from "../intake/intake.ts";
import { reviewRequestOf } from "../intake/review-request.ts";
import type { Order } from "./order.ts";
import { sourceOf } from "./source.ts";

/** A file of a folder that somebody wants circulated. */
export type BundleFile = { readonly name: string; readonly text: string };
/** Why a file, or one request in it, is not circulated. `path` is empty for a whole file. */
export type OutsideFault = {
  readonly file: string;
  readonly path: string;
  readonly code: string;
  readonly detail: string;
};
export type OutsideOrder = { readonly file: string; readonly path: string; readonly order: Order };
export type Outside = {
  readonly orders: readonly OutsideOrder[];
  /** MedicationRequests, circulated or not. */
  readonly requests: number;
  readonly faults: readonly OutsideFault[];
};

/** Where the serial numbers of packs for orders from outside begin; an encounter's are far below. */
const FIRST_SERIAL = 500_000_000;
const SERIALS_OF_AN_ORDER = 1_000;

/**
 * Orders from bundles of other systems, each with a place in the region. The prescriber of the source has no credential
 * here, so a physician of the hospital signs; the source goes into the vault as it came. `taken` orders came before.
 */
export function readOutside(region: Region, files: readonly BundleFile[], taken: number): Outside {
  const orders: OutsideOrder[] = [];
  const faults: OutsideFault[] = [];
  const seen = new Set<string>();
  let requests = 0;
  for (const { name: file, text } of files) {
    const refuse = (code: string, detail: string, path = "") => faults.push({ file, path, code, detail });
    const bundle = parseJson(text);
    if (bundle === undefined) {
      refuse("not-json", "the file is not JSON");
      continue;
    }
    const fingerprint = hexOf("bundle", region.seed, text);
    if (seen.has(fingerprint)) {
      refuse("duplicate-bundle", "another file of this folder has the same content");
      continue;
    }
    seen.add(fingerprint);
    const read = readBundle(bundle);
    if (!read.ok) {
      refuse(read.error.code, read.error.detail, read.error.path);
      continue;
    }
    requests += read.value.requests;
    for (const { code, detail, path } of read.value.faults) refuse(code, detail, path);
    for (const intake of read.value.orders) {
      if (intake.status === "cancelled") {
        refuse("order-cancelled", "a cancelled order is not given out", intake.path);
        continue;
      }
      const serial = FIRST_SERIAL + (taken + orders.length) * SERIALS_OF_AN_ORDER;
      const order = orderFrom(region, { intake, bundle, fingerprint, serial });
      orders.push({ file, path: intake.path, order });
    }
  }
  return { orders, requests, faults };
}

type Found = {
  readonly intake: OrderIntake;
  readonly bundle: unknown;
  readonly fingerprint: string;
  readonly serial: number;
};

function orderFrom(region: Region, { intake, bundle, fingerprint, serial }: Found): Order {
  const { medicine, quantity } = intake;
  const { units, days } = quantity;
  const prescription = `rx-${hexOf("outside", region.seed, `${fingerprint}/${intake.path}`).slice(0, 24)}`;
  const setting = days > ORDINARY_DAYS && medicine.drugClass === "general" ? "chronic" : "general";
  const pathway = pathwayFor(medicine.drugClass, setting, intake.encounterClass);
  const request = reviewRequestOf([intake], setting);
  invariant(request !== undefined, "an order orders something");
  const bytes = utf8(sourceOf(bundle, intake.path));
  return {
    prescription: prescription as PrescriptionId,
    pathway,
    setting,
    patient: patientOf(region, intake),
    years: Math.max(0, Math.floor(intake.picture.reveal().ageMonths / 12)),
    ...peopleFor(region, pathway, prescription),
    delivery: undefined,
    payer: INSURANCE_AUTHORITY,
    lines: [{ line: 1, medicine, units, packs: packsFor(medicine, units), priceFen: units * medicine.priceFen }],
    serial,
    write: () => ({ bytes, request }),
  };
}

/** 处方管理办法, article 19. */
const ORDINARY_DAYS = 7;

/** The pathway by the medicine's class first, then by where and for how long it was ordered. */
function pathwayFor(drugClass: DrugClass, setting: string, encounterClass: string | undefined): PathwayName {
  if (drugClass === "narcotic" || drugClass === "psychotropic-1") return "controlled-drug";
  if (drugClass === "toxic") return "direct-assignment";
  if (encounterClass === "IMP" || encounterClass === "EMER") return "in-hospital";
  return setting === "chronic" ? "chronic-repeat" : "dual-channel-retail";
}

/** Whoever stands in for the source's people, spread by the prescription's id. */
function peopleFor(region: Region, pathway: PathwayName, prescription: string) {
  const spread = Number.parseInt(prescription.slice(-6), 16);
  const isControlled = pathway === "controlled-drug";
  const staffOf = (organisation: OrganisationId, role: string): readonly PersonId[] => {
    const all = region.staff.filter((each) => each.organisation === organisation && each.role === role);
    const fit = all.filter(({ controlled }) => controlled || !isControlled).map(({ id }) => id);
    invariant(fit.length > 0, `the region has a ${role} at ${organisation}`);
    return [...fit.slice(spread % fit.length), ...fit.slice(0, spread % fit.length)];
  };
  const isInside = pathway === "in-hospital" || pathway === "direct-assignment";
  const open = PHARMACIES[spread % PHARMACIES.length] ?? NARCOTIC_PHARMACY;
  const dispenser = isControlled ? NARCOTIC_PHARMACY : isInside ? HOSPITAL : open;
  const [physician] = staffOf(HOSPITAL, "physician");
  invariant(physician !== undefined, "the hospital has a physician");
  const count = isControlled ? 2 : 1;
  const reviewers = staffOf(HOSPITAL, "pharmacist").slice(0, count);
  const dispensers = staffOf(dispenser, "pharmacist")
    .filter((person) => !reviewers.includes(person))
    .slice(0, count);
  return { organisation: HOSPITAL, physician, reviewers, dispenser, dispensers };
}

/**
 * A pseudonym made of what identifies the patient in the source, so that one patient is one person. A real registrar
 * draws it by chance: whoever knows a demonstration's seed could try names.
 */
function patientOf({ seed }: Region, { patient }: OrderIntake): PersonId {
  const { identifiers, name, birthDate } = patient.reveal();
  const who = identifiers.length > 0 ? identifiers : [name ?? "", birthDate];
  return `p-${hexOf("outside patient", seed, canonicalText(who)).slice(0, 20)}` as PersonId;
}
