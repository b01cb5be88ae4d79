import { strictEqual as same } from "node:assert";
import { textOf, toHex, utf8 } from "@meridian/base/bytes";
import {
  asHeight,
  asSeconds,
  type Commitment,
  type Hash,
  type NetworkId,
  type OrganisationId,
} from "@meridian/base/ids";
import { canonicalBytes, parseJson } from "@meridian/base/json";
import { hashText } from "@meridian/base/shape";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { keyIdOf, type PublicKey } from "@meridian/crypto/key-id";
import type { Event } from "@meridian/kernel/contract";
import { signedBytesOf } from "@meridian/kernel/signing";
import type { CodedRejection, Command } from "@meridian/kernel/transaction";
import { Ledger } from "@meridian/ledger/ledger";
import type { Notice, ValidatorUpdate } from "@meridian/ledger/membership";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { Rules } from "@meridian/ledger/rules";
import type { StateStore, StoredBlock } from "@meridian/ledger/state-store";
import { encodeWire } from "@meridian/ledger/wire";
import { hashOf } from "@meridian/pathway/document";
import { dualChannelRetail } from "@meridian/pathway/pathways/dual-channel-retail";
import { schemeHash } from "@meridian/settlement/scheme";
import { employeeScheme } from "@meridian/settlement/schemes/demonstration";
import { type GenesisDocument, genesisStateOf } from "./genesis.ts";
import { rulesOf } from "./rules.ts";

/** A small region on a real ledger: every key follows from its holder's name, so whoever is named can sign. */

export const DAY = 86_400;
/** 2026-05-28, inside the demonstration scheme's years. */
export const START = 1_780_000_000;
export const RETAIL: Hash = hashOf(dualChannelRetail);
export const SCHEME: Hash = schemeHash(employeeScheme);

export const ORGANISATIONS = {
  hospital: "hospital",
  corner: "pharmacy",
  market: "pharmacy",
  health: "health-commission",
  fund: "insurance-authority",
  drugs: "drug-authority",
  court: "court",
} as const;
const PERSONS = {
  "s-li": "practitioner",
  "s-wang": "practitioner",
  "s-chen": "practitioner",
  "p-zhang": "patient",
  "p-zhou": "patient",
} as const;

export const seedOf = (name: string): Uint8Array => sha256(utf8(`region key of ${name}`));
export const publicKeyHex = (name: string): string => toHex(publicKeyOf(seedOf(name)));
export const keyOf = (name: string): PublicKey => ({ kind: "ed25519", publicKey: publicKeyHex(name) });
export const keyIdOfName = (name: string): string => keyIdOf("ed25519", publicKeyOf(seedOf(name)));
export const commitmentTo = (what: string): Commitment => hashText<Commitment>(sha256(utf8(what)));

/** A command from its parts; the ledger checks its shape, not the compiler. */
export const command = (domain: string, type: string, rest: object): Command => ({ domain, type, ...rest });

export const admitting = (id: string, kind: string): Command =>
  command("organisation", "admit", { id, kind, name: { zh: id, en: id }, key: keyOf(id) });
export const registering = (id: string, kind: string): Command =>
  command("person", "register", { id, kind, identity: commitmentTo(`document of ${id}`), key: keyOf(id) });

export const genesis: GenesisDocument = {
  network: "test-region" as NetworkId,
  time: asSeconds(START),
  relyingParty: { id: "localhost", origins: ["http://localhost:8180"] },
  validators: [{ organisation: "court" as OrganisationId, publicKey: publicKeyHex("validator"), power: 1 }],
  commands: [
    ...Object.entries(ORGANISATIONS).map(([id, kind]) => admitting(id, kind)),
    ...Object.entries(PERSONS).map(([id, kind]) => registering(id, kind)),
    command("pathway", "register", { pathway: dualChannelRetail }),
    command("pathway", "activate", { hash: RETAIL, height: 1 }),
    command("settlement", "registerScheme", { organisation: "fund", scheme: employeeScheme }),
  ],
};

type Told = { readonly domain: string; readonly record: string; readonly event: Event & Record<string, unknown> };

export class Region {
  readonly store: StateStore;
  readonly ledger: Ledger;
  /** Every command that an event caused, with what caused it. */
  readonly caused: { readonly by: string; readonly command: Command }[] = [];
  /** Every block as it was given, for executing them again. */
  readonly told: { readonly time: number; readonly transactions: readonly Uint8Array[] }[] = [];
  /** What the last block tells an engine of the validator set. */
  updates: readonly ValidatorUpdate[] = [];
  time = START;
  #nonce = 0;

  constructor(
    store: StateStore = new MemoryStateStore(),
    rules: Rules = rulesOf(genesis),
    document: GenesisDocument = genesis,
  ) {
    const watched: Rules = {
      ...rules,
      reactions: (domain, record, event, context) => {
        const commands = rules.reactions(domain, record, event, context);
        for (const next of commands) this.caused.push({ by: `${domain}/${event.type}`, command: next });
        return commands;
      },
    };
    this.store = store;
    this.ledger = new Ledger(watched, store, genesisStateOf(document));
  }

  transaction(by: string, commands: readonly Command[]): Uint8Array {
    const nonce = (++this.#nonce).toString(16).padStart(32, "0");
    const validUntil = this.ledger.height + 600;
    const payload = canonicalBytes({ network: genesis.network, commands, nonce, validUntil });
    const signatures = by.split(" ").map((name) => ({
      kind: "ed25519" as const,
      publicKey: publicKeyOf(seedOf(name)),
      signature: sign(seedOf(name), signedBytesOf(payload)),
    }));
    return encodeWire({ payload, signatures });
  }

  /** Commits a block of these bytes, a second after the last. */
  block(...transactions: readonly Uint8Array[]): StoredBlock {
    return this.blockWith([], ...transactions);
  }

  /** As `block`, with what the engine found out before. */
  blockWith(notices: readonly Notice[], ...transactions: readonly Uint8Array[]): StoredBlock {
    this.time++;
    this.told.push({ time: this.time, transactions });
    const { validatorUpdates } = this.ledger.finalize({
      height: asHeight(this.ledger.height + 1),
      time: asSeconds(this.time),
      transactions: transactions.map((bytes) => ({ bytes, verified: false })),
      notices,
    });
    this.updates = validatorUpdates;
    return this.ledger.commit(new Uint8Array());
  }

  /** One transaction by these signers in a block of its own: undefined when it committed, else the refusal. */
  try(by: string, ...commands: readonly Command[]): CodedRejection | undefined {
    const [outcome] = this.block(this.transaction(by, commands)).outcomes;
    return outcome?.status === "rejected" ? outcome.rejection : undefined;
  }

  /** As `try`, where a refusal is a failure of the test. Answers the events. */
  do(by: string, ...commands: readonly Command[]): readonly Told[] {
    const block = this.block(this.transaction(by, commands));
    const [outcome] = block.outcomes;
    same(JSON.stringify(outcome?.status === "rejected" ? outcome.rejection : null), "null", commands[0]?.type);
    return block.events.map((leaf) => parseJson(textOf(leaf) ?? "") as Told);
  }

  pass(seconds: number): void {
    this.time += seconds;
  }

  state(domain: string, record: string): Record<string, unknown> {
    return (parseJson(textOf(this.ledger.record(`${domain}/${record}`) ?? utf8("{}")) ?? "") ?? {}) as Record<
      string,
      unknown
    >;
  }

  roots(): readonly string[] {
    return [toHex(this.ledger.stateRoot), toHex(this.ledger.appHash)];
  }
}

/** Proposed by the first of the voters and passed by the last of them; answers what the passing did. */
export function decideByVote(
  region: Region,
  proposal: string,
  subject: string,
  action: Command,
  voters: readonly string[],
): readonly Told[] {
  const deadline = region.time + 7 * DAY;
  region.do(voters[0] ?? "", command("governance", "propose", { id: proposal, subject, action, deadline }));
  const votes = voters.map((voter) => region.do(voter, command("governance", "vote", { id: proposal, choice: "yes" })));
  return votes.at(-1) ?? [];
}

const licensing = (holder: object, kind: string): Command =>
  command("credential", "issue", {
    holder,
    kind,
    scope: [],
    number: "T-1",
    validFrom: 0,
    validUntil: START + 365 * DAY,
    basis: "test",
  });
const organisation = (id: string) => ({ type: "organisation", organisation: id });
const person = (id: string) => ({ type: "person", person: id });

/** Staff at their places, and every licence that prescribing and dispensing ask for. */
export function staff(region: Region): void {
  const at = (id: string, where: string, role: string): Command =>
    command("person", "affiliate", { id, organisation: where, roles: [role] });
  region.do("hospital", at("s-li", "hospital", "physician"), at("s-wang", "hospital", "pharmacist"));
  region.do("corner", at("s-chen", "corner", "pharmacist"));
  region.do(
    "health",
    licensing(organisation("hospital"), "licence-hospital"),
    licensing(person("s-li"), "licence-physician"),
  );
  region.do(
    "drugs",
    ...["corner", "market"].map((id) => licensing(organisation(id), "licence-pharmacy")),
    ...["s-wang", "s-chen"].map((id) => licensing(person(id), "licence-pharmacist")),
  );
  region.do("fund", licensing(organisation("corner"), "appointment-insurer"));
}

export const rx = (type: string, id: string, rest: object = {}): Command =>
  command("prescription", type, { id, ...rest });

/** What the parties of a prescription do, each step by those who may. */
export const steps = {
  issuing: (region: Region, id: string, changes: object = {}): Command =>
    rx("issue", id, {
      patient: "p-zhang",
      organisation: "hospital",
      content: commitmentTo(id),
      custodian: "hospital",
      pathway: RETAIL,
      items: [{ line: 1, class: "general", quantity: 30 }],
      authoredOn: region.time,
      selfPay: false,
      delivery: false,
      ...changes,
    }),
  issue: (region: Region, id: string, changes: object = {}) =>
    region.do("s-li hospital", steps.issuing(region, id, changes)),
  review: (region: Region, id: string) => {
    region.do(
      "hospital",
      command("review", "attach", {
        prescription: id,
        version: 1,
        ruleSet: commitmentTo("rules"),
        findings: commitmentTo(`findings of ${id}`),
        counts: { critical: 0, warning: 0, info: 0 },
        coSign: [],
        final: [],
        custodian: "hospital",
      }),
    );
    region.do("s-wang hospital", rx("takeReview", id, { organisation: "hospital" }));
    region.do("s-wang hospital", rx("approve", id));
    region.do("s-li hospital", rx("circulate", id));
  },
  claim: (region: Region, id: string) =>
    region.do("s-chen corner p-zhang", rx("claim", id, { organisation: "corner", payer: "fund" })),
  adjudicating: (id: string, settlement: string, changes: object = {}): Command =>
    command("settlement", "adjudicate", {
      id: settlement,
      prescription: id,
      patient: "p-zhang",
      pharmacy: "corner",
      insurer: "fund",
      scheme: SCHEME,
      detail: commitmentTo(settlement),
      total: 1_000,
      fund: 700,
      account: 300,
      cash: 0,
      cashPaid: false,
      year: 2026,
      deductible: 0,
      before: { fundUsed: 0, deductibleUsed: 0 },
      ...changes,
    }),
  dispensing: (id: string, quantity: number, codes: readonly string[], rest: object = {}): Command =>
    rx("dispense", id, { lines: [{ line: 1, quantity, codes }], ...rest }),
};

/** Issued, reviewed, in circulation and claimed by the corner pharmacy. */
export function claimed(region: Region, id: string): void {
  steps.issue(region, id);
  steps.review(region, id);
  steps.claim(region, id);
}

/** As `claimed`, and settled without a cash leg; `used` is what the patient's year has paid before. */
export function settled(region: Region, id: string, settlement: string, used = 0): readonly Told[] {
  claimed(region, id);
  const before = { fundUsed: used, deductibleUsed: 0 };
  return region.do("fund", steps.adjudicating(id, settlement, { before }));
}

/** Names of the events, as `domain/record type`. */
export const names = (events: readonly Told[]): readonly string[] =>
  events.map(({ domain, record, event }) => `${domain}/${record} ${event.type}`);
