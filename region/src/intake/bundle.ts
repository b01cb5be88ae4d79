import { err, ok, type Result } from "@meridian/base/result";
import { ENTRIES_MAX, type Resource, readEntries } from "./entries.ts";
import { type FaultCode, Faults, type IntakeFault } from "./fault.ts";
import type { Intake, OrderIntake } from "./intake.ts";
import { elements, member, type Node } from "./node.ts";
import { readOrder, type Surroundings } from "./order.ts";
import { allergiesOf, type PatientReading, pregnanciesOf, readPatient } from "./patient.ts";

/** MedicationRequests of one bundle. */
export const REQUESTS_MAX = 2_000;
/** Faults that are told; a sender with more has other worries. */
export const FAULTS_MAX = 1_000;

/**
 * Reads a FHIR R4 Bundle of type `transaction` or `collection`, as a hospital's system sends it: every MedicationRequest
 * joined with its patient, prescriber, organisation, encounter, reasons and allergies. A request that cannot be read is
 * named among the faults and the rest goes on; a bundle that cannot be read at all is an error.
 */
export function readBundle(json: unknown): Result<Intake, IntakeFault> {
  const root: Node = { value: json, path: "" };
  const refuse = (code: FaultCode, path: string, detail: string) => err({ code, path, detail });
  if (member(root, "resourceType").value !== "Bundle") return refuse("not-a-bundle", "resourceType", "not Bundle");
  const { value: type } = member(root, "type");
  if (type !== "transaction" && type !== "collection")
    return refuse("unsupported-bundle-type", "type", "neither transaction nor collection");
  const entry = member(root, "entry");
  if (!Array.isArray(entry.value)) return refuse("entries-malformed", "entry", "not a list");
  if (entry.value.length > ENTRIES_MAX)
    return refuse("too-many-entries", "entry", `${entry.value.length} entries, at most ${ENTRIES_MAX}`);

  const faults = new Faults();
  const entries = readEntries(elements(entry, faults, ENTRIES_MAX), faults);
  const requests = entries.resources.filter((resource) => resource.type === "MedicationRequest");
  if (requests.length > REQUESTS_MAX)
    return refuse("too-many-requests", "entry", `${requests.length} requests, at most ${REQUESTS_MAX}`);
  const around: Surroundings = {
    entries,
    patient: rememberPatients(),
    allergies: allergiesOf(entries, faults),
    pregnancies: pregnanciesOf(entries, faults),
  };
  const orders: OrderIntake[] = [];
  for (const { node } of requests) {
    const own = new Faults();
    const order = readOrder(node, around, own);
    if (order !== undefined) orders.push(order);
    faults.list.push(...own.list);
  }
  return ok({ orders, requests: requests.length, faults: faults.list.slice(0, FAULTS_MAX) });
}

/** Reads each patient once, and repeats its faults to every request that refers to it. */
function rememberPatients(): Surroundings["patient"] {
  const read = new Map<Resource, { readonly reading: PatientReading | undefined; readonly faults: Faults }>();
  return (resource, faults) => {
    let known = read.get(resource);
    if (known === undefined) {
      const own = new Faults();
      known = { reading: readPatient(resource.node, own), faults: own };
      read.set(resource, known);
    }
    faults.list.push(...known.faults.list);
    return known.reading;
  };
}
