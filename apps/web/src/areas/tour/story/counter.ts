import type { UnitCode } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { ed25519Signer } from "@meridian/client/signer";
import { packsFor } from "@meridian/formulary/lookup";
import { SERIAL_MAX, traceCode } from "@meridian/formulary/trace";
import type { Command, CommandOf, CommandType } from "@meridian/prescription/schema";
import type { Command as SettlementCommand } from "@meridian/settlement/schema";
import type { Language } from "@meridian/ui/text/words";
import { commit } from "./acts.ts";
import { CARRIER, type Cast, HOSPITAL, INSURER, PHARMACY } from "./cast.ts";
import { medicineOfTour, unitsOf } from "./prescribe.ts";
import { needed, type Story } from "./state.ts";

function rx<T extends CommandType>(
  { prescription }: Story,
  type: T,
  members: Omit<CommandOf<T>, "domain" | "type" | "id">,
): Command {
  return { domain: "prescription", type, id: needed(prescription, "prescription"), ...members } as Command;
}

/** The key of the code that the patient shows. */
const bearer = ({ seed }: Story) => ed25519Signer(new Secret(needed(seed, "code")));

const REVIEWS_MAX = 3;

/** A pharmacist takes the review and approves, a second one where the pathway wants two; then the hospital circulates. */
export async function review(cast: Cast, story: Story, language: Language): Promise<Partial<Story>> {
  const reviewer = await cast.signedIn("reviewer");
  for (let round = 0; round < REVIEWS_MAX; round++) {
    await commit(reviewer, language, {
      commands: [rx(story, "takeReview", { organisation: HOSPITAL })],
      says: { zh: "接下这张处方的审方", en: "Take up the review of this prescription" },
    });
    await commit(reviewer, language, {
      commands: [rx(story, "approve", {})],
      says: { zh: "审方通过：用药适宜", en: "Approve: the order is suitable" },
    });
    const state = await reviewer.node.record("prescription", needed(story.prescription, "prescription"));
    if ((state as { readonly status?: string } | undefined)?.status === "APPROVED") break;
  }
  await commit(reviewer, language, {
    commands: [rx(story, "circulate", {})],
    says: { zh: "处方进入流转，药店可以接单", en: "Put the prescription into circulation" },
    hands: { as: [HOSPITAL] },
  });
  return {};
}

/** The pharmacy claims with its own key and the code that the patient shows. */
export async function claim(cast: Cast, story: Story, language: Language): Promise<Partial<Story>> {
  const pharmacist = await cast.signedIn("pharmacist");
  await commit(pharmacist, language, {
    commands: [rx(story, "claim", { organisation: PHARMACY, payer: INSURER })],
    says: {
      zh: "荷塘大药房凭患者出示的取药码接单",
      en: "Lotus Pharmacy claims with the collection code that the patient shows",
    },
    hands: { as: [PHARMACY], with: [bearer(story)] },
  });
  return {};
}

/** Unit by unit, each with its trace code; the patient's own share is paid in the same transaction. Then to the courier. */
export async function dispense(cast: Cast, story: Story, language: Language): Promise<Partial<Story>> {
  const pharmacist = await cast.signedIn("pharmacist");
  const medicine = medicineOfTour();
  const units = unitsOf(medicine);
  const cash = story.adjudication?.cash ?? 0;
  const first = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  const codes = Array.from(
    { length: packsFor(medicine, units) },
    (_, pack) => traceCode(medicine, (first + pack) % SERIAL_MAX) as UnitCode,
  );
  const give = rx(story, "dispense", {
    lines: [{ line: 1, quantity: units, codes }],
    ...(cash > 0 && { cashPaid: true }),
  });
  const paid: readonly SettlementCommand[] =
    cash > 0 ? [{ domain: "settlement", type: "payCash", id: needed(story.settlement, "settlement") }] : [];
  const self = cast.personOf("pharmacist");
  await commit(pharmacist, language, {
    commands: [...paid, give],
    says: {
      zh: `扫码发药 ${codes.length} 盒，逐盒登记追溯码`,
      en: `Dispense ${codes.length} packs, each by its trace code`,
    },
    hands: { as: cash > 0 ? [PHARMACY, self] : [self] },
  });
  await commit(pharmacist, language, {
    commands: [rx(story, "ship", { carrier: CARRIER })],
    says: { zh: "交给迅安医药配送", en: "Hand over to Swift Medical Delivery" },
    hands: { as: [PHARMACY] },
  });
  return {};
}

/** At the door the patient shows the code once more. */
export async function deliver(cast: Cast, story: Story, language: Language): Promise<Partial<Story>> {
  const courier = await cast.signedIn("courier");
  await commit(courier, language, {
    commands: [rx(story, "deliver", { organisation: CARRIER })],
    says: { zh: "药品已送到患者手中", en: "The medicine is in the patient's hands" },
    hands: { as: [cast.personOf("courier")], with: [bearer(story)] },
  });
  return {};
}
