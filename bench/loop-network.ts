import { textOf, toHex, utf8 } from "@meridian/base/bytes";
import { asFen } from "@meridian/base/ids";
import { sha256 } from "@meridian/crypto/hash";
import type { Command, SignedTransaction } from "@meridian/kernel/transaction";
import { signatureJsonOf } from "@meridian/ledger/wire";
import type { GenesisDocument } from "@meridian/network/genesis";
import { adjudicate } from "@meridian/settlement/adjudicate";
import { yearOf } from "@meridian/settlement/calendar";
import { employeeScheme } from "@meridian/settlement/schemes/demonstration";
import { admit, affiliate, benchGenesis, licence, PATHWAY, register, signedOf } from "./network.ts";

/** The bench network with all who take part in a prescription from the doctor to the counter. */

/** Each prescription has a patient of its own, so that all can be signed beforehand and none waits for another. */
const patientOf = (n: number): string => `p-loop-${n}`;
const hashOf = (text: string): string => toHex(sha256(utf8(text)));

export function loopGenesis(validators: number, prescriptions: number): GenesisDocument {
  const genesis = benchGenesis(validators);
  return {
    ...genesis,
    commands: [
      ...genesis.commands,
      admit("pharmacy", "pharmacy"),
      admit("insurance", "insurance-authority"),
      admit("drug", "drug-authority"),
      register("s-reviewer", "practitioner"),
      register("s-pharmacist", "practitioner"),
      { domain: "settlement", type: "registerScheme", organisation: "insurance", scheme: employeeScheme } as Command,
      ...Array.from({ length: prescriptions }, (_, n) => register(patientOf(n), "patient")),
    ],
  };
}

export const loopSetUp = (): readonly SignedTransaction[] => {
  const person = (id: string) => ({ type: "person", person: id });
  const organisation = (id: string) => ({ type: "organisation", organisation: id });
  return [
    sent([affiliate("s-physician", "hospital", "physician")], ["hospital"], 1, 1_000),
    sent([affiliate("s-reviewer", "hospital", "pharmacist")], ["hospital"], 2, 1_000),
    sent([affiliate("s-pharmacist", "pharmacy", "pharmacist")], ["pharmacy"], 3, 1_000),
    sent(
      [licence(organisation("hospital"), "licence-hospital"), licence(person("s-physician"), "licence-physician")],
      ["commission"],
      4,
      1_000,
    ),
    sent(
      [
        licence(organisation("pharmacy"), "licence-pharmacy"),
        licence(person("s-pharmacist"), "licence-pharmacist"),
        licence(person("s-reviewer"), "licence-pharmacist"),
      ],
      ["drug"],
      5,
      1_000,
    ),
  ];
};

/** The eight transactions of one prescription, from the doctor's signature to the patient's hands. */
export function loopOf(n: number, validUntil: number): readonly SignedTransaction[] {
  const id = `rx-0193${n.toString(16).padStart(20, "0")}`;
  const rx = (type: string, fields: object = {}) => ({ domain: "prescription", type, id, ...fields }) as Command;
  const now = Math.floor(Date.now() / 1_000);
  const content = hashOf(`content ${n}`);
  const steps: readonly (readonly [command: Command, ...signers: string[]])[] = [
    [
      rx("issue", {
        patient: patientOf(n),
        organisation: "hospital",
        content,
        custodian: "hospital",
        pathway: PATHWAY,
        items: [{ line: 1, class: "general", quantity: 20 }],
        authoredOn: now,
        selfPay: false,
        delivery: false,
      }),
      "s-physician",
    ],
    [
      {
        domain: "review",
        type: "attach",
        prescription: id,
        version: 1,
        ruleSet: hashOf("rules"),
        findings: hashOf(`findings ${n}`),
        counts: { critical: 0, warning: 0, info: 0 },
        coSign: [],
        final: [],
        custodian: "hospital",
      } as Command,
      "hospital",
    ],
    [rx("takeReview", { organisation: "hospital" }), "s-reviewer"],
    [rx("approve"), "s-reviewer"],
    [rx("circulate"), "hospital"],
    [rx("claim", { organisation: "pharmacy", payer: "insurance" }), "pharmacy", patientOf(n)],
    [settlementOf(n, id, now), "insurance", "pharmacy"],
    [
      rx("dispense", {
        lines: [{ line: 1, quantity: 20, codes: [`81${n.toString().padStart(18, "0")}`] }],
        cashPaid: true,
        handedOver: true,
      }),
      "s-pharmacist",
    ],
  ];
  return steps.map(([command, ...signers], step) => sent([command], signers, 16 + 8 * n + step, validUntil));
}

function settlementOf(n: number, prescription: string, now: number): Command {
  const year = yearOf(now as never, employeeScheme.utcOffset);
  const claim = {
    site: "pharmacy-dual-channel" as const,
    year,
    lines: [{ line: 1, product: "bench", category: "A" as const, quantity: 20, unitPrice: asFen(150) }],
  };
  const nothing = { fundUsed: asFen(0), deductibleUsed: asFen(0), accountBalance: asFen(0) };
  const { scheme, total, fund, account, cash, deductible } = adjudicate(employeeScheme, claim, nothing);
  return {
    domain: "settlement",
    type: "adjudicate",
    id: `st-${n}`,
    prescription,
    patient: patientOf(n),
    pharmacy: "pharmacy",
    insurer: "insurance",
    scheme,
    detail: hashOf(`detail ${n}`),
    total,
    fund,
    account,
    cash,
    cashPaid: true,
    year,
    deductible,
    before: { fundUsed: 0, deductibleUsed: 0 },
  } as Command;
}

function sent(commands: readonly Command[], signers: readonly string[], nonce: number, validUntil: number) {
  const { payload, signatures } = signedOf(commands, signers, nonce, validUntil);
  return { payload: textOf(payload) ?? "", signatures: signatures.map(signatureJsonOf) };
}
