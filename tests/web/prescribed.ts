import { randomBytes } from "node:crypto";
import { toBase64, utf8 } from "@meridian/base/bytes";
import {
  asFen,
  asHeight,
  asSeconds,
  type Commitment,
  type NetworkId,
  type OrganisationId,
  type PersonId,
  type PrescriptionId,
  type SettlementId,
} from "@meridian/base/ids";
import { canonicalBytes, canonicalText } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { accessCodeText } from "@meridian/client/access-code";
import { transactionOf } from "@meridian/client/client";
import { ed25519Signer } from "@meridian/client/signer";
import { FORMULARY_SYSTEM } from "@meridian/formulary/lookup";
import type { Insurance, Medicine } from "@meridian/formulary/medicine";
import type { Command, Signature } from "@meridian/kernel/transaction";
import { attachableOf, reviewerOf } from "@meridian/review/evaluate";
import type { ReviewRequest } from "@meridian/review/rule";
import { demonstrationRules } from "@meridian/review/rules/demonstration";
import { adjudicate, type Claim } from "@meridian/settlement/adjudicate";
import { yearOf } from "@meridian/settlement/calendar";
import { adjudicateCommand } from "@meridian/settlement/commands";
import type { Category, Scheme } from "@meridian/settlement/scheme";
import { type State, standingKey, usedOf } from "@meridian/settlement/state";

export type Order = {
  readonly url: string;
  readonly hospital: OrganisationId;
  readonly physician: string;
  readonly patient: string;
  readonly pathway: string;
  readonly medicines: readonly (readonly [medicine: Medicine, units: number])[];
  readonly selfPay?: boolean;
  readonly delivery?: boolean;
  readonly nominated?: string;
  readonly assigned?: string;
  /** What the machine reviews; by default an adult whom nothing is against. */
  readonly request?: Partial<ReviewRequest["patient"]>;
};
type PathwayRow = {
  readonly hash: string;
  readonly pathway: string;
  readonly active_from: number;
  readonly active_until: number | null;
};
export type Prescribed = { readonly id: PrescriptionId; readonly code: string };

/** Somebody who signed in at a node with a key that it keeps, and acts by the API alone. */
export class Hand {
  readonly #url: string;
  readonly #token: string;
  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  static async of(url: string, holder: string): Promise<Hand> {
    const response = await fetch(`${url}/v1/sessions`, posted({ with: "keystore", holder }));
    const { token } = (await response.json()) as { readonly token: string };
    return new Hand(url, token);
  }

  async ask<T>(path: string, body?: unknown): Promise<T> {
    const { headers, ...init } = body === undefined ? { headers: {} } : posted(body);
    const response = await fetch(this.#url + path, {
      ...init,
      headers: { ...headers, authorization: `Session ${this.#token}` },
    });
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** With `prescription`, the document is that one's content and leaves under it. */
  async seal(
    custodian: string,
    patient: string,
    kind: string,
    content: Uint8Array,
    prescription?: PrescriptionId,
  ): Promise<Commitment> {
    const contentOf = prescription && { organisation: custodian, prescriptions: [prescription] };
    const body = { documents: [{ patient, kind, content: toBase64(content), ...(contentOf && { contentOf }) }] };
    const { documents } = await this.ask<{ documents: readonly { commitment: Commitment }[] }>(
      `/v1/documents?custodian=${custodian}`,
      body,
    );
    const [stored] = documents;
    if (stored === undefined) throw new Error("nothing was stored");
    return stored.commitment;
  }

  /** Signs, sends and waits; a refusal is an error. */
  async commit(commands: readonly Command[], as?: readonly string[], seed?: Uint8Array): Promise<void> {
    const { network, height } = await this.ask<{ network: NetworkId; height: number }>("/v1/standing");
    const payload = {
      network,
      commands,
      nonce: randomBytes(16).toString("hex"),
      validUntil: asHeight(height + 40),
    };
    const { signatures } = await this.ask<{ signatures: readonly Signature[] }>("/v1/sessions/current/signatures", {
      type: "transaction",
      payload: canonicalText(payload),
      ...(as !== undefined && { as }),
    });
    const bytes = canonicalBytes(payload);
    const code = seed === undefined ? [] : [await ed25519Signer(new Secret(seed)).sign(bytes)];
    const { transaction, id } = transactionOf(bytes, [...signatures, ...code]);
    await this.ask("/v1/transactions", transaction);
    const { receipt } = await this.ask<{ receipt?: { outcome: { status: string; rejection?: unknown } } }>(
      `/v1/transactions/${id}?wait=10000`,
    );
    if (receipt?.outcome.status !== "committed") throw new Error(JSON.stringify(receipt ?? "no receipt"));
  }
}

const posted = (body: unknown) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** A prescription as a hospital's own system issues it, reviewed by the machine and waiting for its pharmacist. */
export async function prescribed(order: Order): Promise<Prescribed> {
  const { url, hospital, patient, medicines, selfPay = false, delivery = false, nominated, assigned } = order;
  const doctor = await Hand.of(url, order.physician);
  const id = `rx-${randomBytes(10).toString("hex")}` as PrescriptionId;
  const seed = new Uint8Array(randomBytes(32));
  const content = await doctor.seal(hospital, patient, "prescription", utf8(canonicalText(bundleOf(order))), id);
  const { rows, height } = await doctor.ask<{ rows: readonly PathwayRow[]; height: number }>(
    "/v1/views/pathways?status=active&limit=100",
  );
  const pathway = rows.find(
    ({ pathway: named, active_from, active_until }) =>
      named === order.pathway && height >= active_from && (active_until === null || height + 1 < active_until),
  )?.hash;
  const { time } = await doctor.ask<{ time: number }>("/v1/standing");
  await doctor.commit([
    {
      domain: "prescription",
      type: "issue",
      id,
      patient: patient as PersonId,
      organisation: hospital,
      custodian: hospital,
      content,
      pathway,
      items: medicines.map(([medicine, quantity], i) => ({ line: i + 1, class: medicine.drugClass, quantity })),
      authoredOn: asSeconds(time),
      accessKey: ed25519Signer(new Secret(seed)).publicKey,
      selfPay,
      delivery,
      ...(nominated !== undefined && { nominated }),
      ...(assigned !== undefined && { assigned }),
    } as Command,
  ]);
  const result = reviewerOf(demonstrationRules).review(requestOf(order));
  const findings = await doctor.seal(hospital, patient, "review-result", canonicalBytes(result));
  await doctor.commit(
    [
      {
        domain: "review",
        type: "attach",
        prescription: id,
        version: 1,
        ...attachableOf(result),
        findings,
        custodian: hospital,
      } as Command,
    ],
    [hospital],
  );
  return { id, code: accessCodeText({ prescription: id, seed }) };
}

const requestOf = ({ medicines, request }: Order): ReviewRequest => ({
  setting: "general",
  patient: { ageMonths: 480, sex: "female", pregnant: false, lactating: false, allergies: [], ...request },
  medications: medicines.map(([{ atc, drugClass }]) => ({ atc, class: drugClass, days: 7 })),
});

const bundleOf = ({ patient, medicines }: Order) => ({
  resourceType: "Bundle",
  type: "collection",
  entry: [
    {
      resource: {
        resourceType: "Patient",
        identifier: [{ system: "urn:meridian:person", value: patient }],
        name: [{ text: "试用患者" }],
        gender: "female",
        birthDate: "1986-05-01",
      },
    },
    ...medicines.map(([medicine, value]) => ({
      resource: {
        resourceType: "MedicationRequest",
        status: "active",
        intent: "order",
        medicationCodeableConcept: {
          coding: [{ system: FORMULARY_SYSTEM, code: medicine.code, display: medicine.name.en }],
          text: `${medicine.name.zh} ${medicine.strength}`,
        },
        dosageInstruction: [{ text: "每次 1 份，每日 2 次" }],
        dispenseRequest: { quantity: { value, unit: medicine.unit }, expectedSupplyDuration: { value: 7, unit: "d" } },
      },
    })),
  ],
});

type Settling = {
  readonly url: string;
  readonly officer: string;
  readonly insurer: OrganisationId;
  readonly pharmacy: OrganisationId;
  readonly prescription: PrescriptionId;
  readonly patient: string;
  readonly medicines: Order["medicines"];
};
type SchemeRow = { readonly id: string; readonly scheme: Scheme };

const CATEGORY: { readonly [I in Insurance]: Category } = { A: "A", B: "B", self: "self-pay" };

/** An insurer's settlement of a claimed prescription; answers what is left to pay in cash. */
export async function settled({ url, officer, insurer, pharmacy, patient, ...order }: Settling): Promise<number> {
  const { prescription, medicines } = order;
  const hand = await Hand.of(url, officer);
  const { rows } = await hand.ask<{ rows: readonly SchemeRow[] }>("/v1/views/schemes?limit=100");
  const scheme = rows.find(({ id }) => id.includes("employee"))?.scheme;
  if (scheme === undefined) throw new Error("the region has no scheme for employees");
  const { time } = await hand.ask<{ time: number }>("/v1/standing");
  const year = yearOf(asSeconds(time), scheme.utcOffset);
  const lines = medicines.map(([medicine, quantity], i) => ({
    line: i + 1,
    product: medicine.code,
    category: CATEGORY[medicine.insurance],
    quantity,
    unitPrice: asFen(medicine.priceFen),
  }));
  const { record } = await hand.ask<{ record: unknown }>(
    `/v1/records/settlement/${encodeURIComponent(standingKey(patient as PersonId, year))}`,
  );
  const used = usedOf((record ?? { status: "none" }) as State);
  const claim: Claim = { site: "pharmacy-dual-channel", year, lines };
  const adjudication = adjudicate(scheme, claim, { ...used, accountBalance: asFen(0) });
  const detail = await hand.seal(insurer, patient, "adjudication", canonicalBytes(adjudication));
  const id = `st-${prescription.replace(/^rx-/, "")}` as SettlementId;
  const parties = { id, prescription, patient: patient as PersonId, pharmacy, insurer, detail, cashPaid: false };
  await hand.commit([adjudicateCommand(adjudication, parties)], [insurer]);
  return adjudication.cash;
}
