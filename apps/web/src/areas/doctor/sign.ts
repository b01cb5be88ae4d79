import { toHex } from "@meridian/base/bytes";
import { asSeconds, type Commitment, type Hash, type PrescriptionId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { ACCESS_CODE_KIND, type AccessCode, accessCodeDocument, accessCodeLink } from "@meridian/client/access-code";
import { ed25519Signer } from "@meridian/client/signer";
import { bundleOfOrder, type WrittenOrder } from "@meridian/prescription/fhir-order";
import type { Command } from "@meridian/prescription/schema";
import { diagnosisOf } from "@meridian/prescription-screens/prescribe/diagnoses";
import { type CompleteLine, completeLines, type Draft, namedOf } from "@meridian/prescription-screens/prescribe/draft";
import { isOpenPathway, type PathwayRow } from "@meridian/prescription-screens/prescribe/pathway-row";
import type { Act, Acted } from "@meridian/ui/desk/acting";
import type { Desk } from "@meridian/ui/desk/context";
import { freshUuids, nameInDocuments } from "../../desk/documents.ts";
import type { Doctor } from "./doctor-area.tsx";
import type { Mode } from "./mode.ts";
import type { ChartPatient } from "./patients.ts";
import { settingOf } from "./review.ts";
import { sentenceOf } from "./sentence.ts";

export type Writing = {
  readonly mode: Mode;
  readonly doctor: Doctor;
  readonly patient: ChartPatient;
  readonly draft: Draft;
  readonly pathway: PathwayRow;
};
export type Signed = {
  readonly prescription: PrescriptionId;
  readonly version: number;
  readonly acted: Acted;
  readonly code: AccessCode | undefined;
};

const ID_BYTES = 10;
const SEED_BYTES = 32;

/** Seals the order (and, where the patient chooses the pharmacy, the collection code), then has the doctor sign. */
export async function signOrder(
  { node, directory }: Pick<Desk, "node" | "directory">,
  act: (act: Act) => Promise<Acted>,
  writing: Writing,
): Promise<Signed> {
  const { mode, doctor, patient, pathway } = writing;
  const prescription =
    mode.type === "issue"
      ? (`rx-${toHex(crypto.getRandomValues(new Uint8Array(ID_BYTES)))}` as PrescriptionId)
      : mode.row.id;
  const custodian = mode.type === "issue" ? doctor.place : mode.row.custodian;
  const code: AccessCode | undefined =
    mode.type === "issue" && isOpenPathway(pathway)
      ? { prescription, seed: crypto.getRandomValues(new Uint8Array(SEED_BYTES)) }
      : undefined;
  const owned = { patient: patient.patient, custodian };
  const contentOf = {
    organisation: mode.type === "issue" ? doctor.place : mode.row.organisation,
    prescriptions: [prescription],
  };
  const link =
    code === undefined
      ? mode.type === "issue"
        ? []
        : mode.link
      : accessCodeLink(await node.deposit({ ...owned, kind: ACCESS_CODE_KIND, content: accessCodeDocument(code) }));
  const { time } = await node.standing();
  const authoredOn = asSeconds(Math.max(time, Math.floor(Date.now() / 1_000)));
  const written = writtenOrder(writing, directory, { authoredOn, link });
  const content = await node.deposit({
    ...{ ...owned, kind: "prescription", contentOf },
    content: canonicalBytes(bundleOfOrder(written, freshUuids())),
  });
  const command = commandOf(writing, { prescription, custodian, content, authoredOn, code });
  const acted = await act({ commands: [command], says: sentenceOf({ ...writing, directory }) });
  return { prescription, version: mode.type === "issue" ? 1 : mode.row.version + 1, acted, code };
}

function writtenOrder(
  { doctor, patient, draft, pathway }: Writing,
  directory: Desk["directory"],
  {
    authoredOn,
    link,
  }: { readonly authoredOn: WrittenOrder["authoredOn"]; readonly link: NonNullable<WrittenOrder["link"]> },
): WrittenOrder {
  const { name, sex, birth, allergies, pregnant = false } = patient;
  return {
    patient: { id: patient.patient, name: name.zh, sex, birth, allergies, pregnant },
    prescriber: { id: doctor.person, name: nameInDocuments(directory, doctor.person) },
    organisation: { id: doctor.place, name: nameInDocuments(directory, doctor.place) },
    setting: settingOf(pathway.pathway) === "internet" ? "internet" : "general",
    diagnosis: { icd10: draft.diagnosis, ...diagnosisOf(draft.diagnosis) },
    lines: completeLines(draft).map(({ medicine: _, ...line }) => line),
    authoredOn,
    ...(link.length > 0 && { link }),
  };
}

type Sealed = {
  readonly prescription: PrescriptionId;
  readonly custodian: Doctor["place"];
  readonly content: Commitment;
  readonly authoredOn: WrittenOrder["authoredOn"];
  readonly code: AccessCode | undefined;
};

function commandOf({ mode, doctor, patient, draft, pathway }: Writing, sealed: Sealed): Command {
  const { prescription: id, content, custodian, authoredOn, code } = sealed;
  const items = completeLines(draft).map(({ line, medicine, units }: CompleteLine) => ({
    ...{ line, class: medicine.drugClass, quantity: units },
  }));
  const verb = { domain: "prescription", id } as const;
  if (mode.type === "amend")
    return { ...verb, type: "amend", previous: mode.row.content as Commitment, content, items };
  if (mode.type === "answer") return { ...verb, type: "answerChange", accepted: true, content };
  return {
    ...verb,
    type: "issue",
    patient: patient.patient,
    organisation: doctor.place,
    content,
    custodian,
    pathway: pathway.hash as Hash,
    items,
    authoredOn,
    selfPay: draft.selfPay,
    delivery: draft.delivery && pathway.document.switches.deliveryAllowed,
    ...namedOf(draft, pathway),
    ...(code !== undefined && { accessKey: ed25519Signer(new Secret(code.seed)).publicKey }),
  };
}
