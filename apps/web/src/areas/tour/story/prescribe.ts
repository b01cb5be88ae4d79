import { toHex } from "@meridian/base/bytes";
import { asSeconds, type PersonId, type PrescriptionId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { ACCESS_CODE_KIND, accessCodeDocument, accessCodeLink } from "@meridian/client/access-code";
import { ed25519Signer } from "@meridian/client/signer";
import { byAtc, unitsFor } from "@meridian/formulary/lookup";
import type { Medicine } from "@meridian/formulary/medicine";
import { bundleOfOrder, type WrittenOrder } from "@meridian/prescription/fhir-order";
import type { CommandOf } from "@meridian/prescription/schema";
import { diagnosisOf } from "@meridian/prescription-screens/prescribe/diagnoses";
import { lineOf, orderLineOf } from "@meridian/prescription-screens/prescribe/draft";
import { type PathwayRow, pathwaysInForce } from "@meridian/prescription-screens/prescribe/pathway-row";
import { attachableOf, reviewerOf } from "@meridian/review/evaluate";
import type { ReviewRequest } from "@meridian/review/rule";
import { demonstrationRules } from "@meridian/review/rules/demonstration";
import type { Attach } from "@meridian/review/schema";
import type { Language } from "@meridian/ui/text/words";
import { freshUuids } from "../../../desk/documents.ts";
import { NEWCOMER } from "../../sign-in/register.ts";
import { commit } from "./acts.ts";
import { type Cast, HOSPITAL } from "./cast.ts";
import { needed, type Story } from "./state.ts";

/** Atorvastatin: a follow-up that may be delivered home. */
const ATC = "C10AA05";
/** What a prescription may be for without a long-term diagnosis (处方管理办法, article 19). */
const DAYS = 7;
const HYPERLIPIDAEMIA = "E78.5";
const AGE_MONTHS = 38 * 12;

export function medicineOfTour(): Medicine {
  const [medicine] = byAtc(ATC);
  return needed(medicine, "medicine");
}

/** In smallest units. */
export const unitsOf = ({ usualDose }: Medicine): number => unitsFor({ ...usualDose, days: DAYS });

const requestOf = (medicine: Medicine): ReviewRequest => ({
  setting: "internet",
  patient: { ageMonths: AGE_MONTHS, sex: "female", pregnant: false, lactating: false, allergies: [] },
  medications: [
    {
      atc: medicine.atc,
      class: medicine.drugClass,
      days: DAYS,
      route: "oral",
      dailyDoseMicrograms: medicine.strengthMicrograms * medicine.usualDose.perDose * medicine.usualDose.timesPerDay,
    },
  ],
});

/** The doctor writes, seals and signs; then the hospital attaches the machine's review under its own key. */
export async function prescribe(cast: Cast, story: Story, language: Language): Promise<Partial<Story>> {
  const patient = needed(story.patient, "patient");
  const doctor = await cast.signedIn("doctor");
  const { node } = doctor;
  const medicine = medicineOfTour();
  const prescription = `rx-${toHex(crypto.getRandomValues(new Uint8Array(10)))}` as PrescriptionId;
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const code = await node.deposit({
    ...{ patient, custodian: HOSPITAL, kind: ACCESS_CODE_KIND },
    content: accessCodeDocument({ prescription, seed }),
  });
  const { time } = await node.standing();
  const now = asSeconds(Math.max(time, Math.floor(Date.now() / 1_000)));
  const order = orderOf(cast, { patient, medicine, authoredOn: now, link: accessCodeLink(code) });
  const content = await node.deposit({
    ...{ patient, custodian: HOSPITAL, kind: "prescription" },
    contentOf: { organisation: HOSPITAL, prescriptions: [prescription] },
    content: canonicalBytes(bundleOfOrder(order, freshUuids())),
  });
  const issue: CommandOf<"issue"> = {
    domain: "prescription",
    type: "issue",
    id: prescription,
    patient,
    organisation: HOSPITAL,
    content,
    custodian: HOSPITAL,
    pathway: await pathwayHash(node),
    items: [{ line: 1, class: medicine.drugClass, quantity: unitsOf(medicine) }],
    authoredOn: now,
    accessKey: ed25519Signer(new Secret(seed)).publicKey,
    selfPay: false,
    delivery: true,
  };
  await commit(doctor, language, {
    commands: [issue],
    says: {
      zh: `为患者开具${medicine.name.zh} ${medicine.strength}，${DAYS} 天，配送到家`,
      en: `Prescribe ${medicine.name.en} ${medicine.strength} for ${DAYS} days, delivered home`,
    },
  });
  const review = await attachReview(cast, { prescription, patient, medicine }, language);
  return { prescription, seed, content, review };
}

/** What the doctor writes for the newcomer, as a doctor's own form would have it. */
function orderOf(
  cast: Cast,
  of: Pick<WrittenOrder, "authoredOn" | "link"> & { readonly patient: PersonId; readonly medicine: Medicine },
): WrittenOrder {
  const { patient: id, medicine, authoredOn, link } = of;
  const { medicine: _, ...line } = needed(orderLineOf({ ...lineOf(medicine), days: String(DAYS) }, 1), "dose");
  const doctor = cast.personOf("doctor");
  return {
    patient: { id, ...NEWCOMER, allergies: [], pregnant: false },
    prescriber: { id: doctor, name: cast.named(doctor) },
    organisation: { id: HOSPITAL, name: cast.named(HOSPITAL) },
    setting: "internet",
    diagnosis: { icd10: HYPERLIPIDAEMIA, ...diagnosisOf(HYPERLIPIDAEMIA) },
    lines: [line],
    authoredOn,
    ...(link !== undefined && { link }),
  };
}

async function attachReview(
  cast: Cast,
  of: { readonly prescription: PrescriptionId; readonly patient: PersonId; readonly medicine: Medicine },
  language: Language,
): Promise<NonNullable<Story["review"]>> {
  const doctor = await cast.signedIn("doctor");
  const result = reviewerOf(demonstrationRules).review(requestOf(of.medicine));
  const findings = await doctor.node.deposit({
    ...{ patient: of.patient, custodian: HOSPITAL, kind: "review-result" },
    content: canonicalBytes(result),
  });
  const attachable = attachableOf(result);
  const attach: Attach = {
    domain: "review",
    type: "attach",
    prescription: of.prescription,
    version: 1,
    ...attachable,
    findings,
    custodian: HOSPITAL,
  };
  await commit(doctor, language, {
    commands: [attach],
    says: { zh: "附上系统审方结果", en: "Attach the result of the automatic review" },
    hands: { as: [HOSPITAL] },
  });
  return { rules: demonstrationRules.rules.length, ...attachable.counts };
}

/** The version in force of the pathway that delivers home. */
async function pathwayHash(node: Parameters<typeof commit>[0]["node"]): Promise<CommandOf<"issue">["pathway"]> {
  const { rows, height } = await node.rows("pathways", { limit: 100 });
  const found = pathwaysInForce(rows as readonly PathwayRow[], "hospital", height + 1).find(
    ({ pathway }) => pathway === "internet-hospital-delivery",
  );
  return needed(found?.hash, "pathway") as CommandOf<"issue">["pathway"];
}
