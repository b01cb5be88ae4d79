import { toHex, utf8 } from "@meridian/base/bytes";
import { asHeight, asSeconds, type NetworkId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { signersDigestOf } from "@meridian/kernel/signers";
import { signedBytesOf } from "@meridian/kernel/signing";
import type { Command } from "@meridian/kernel/transaction";
import { encodeWire, type WireTransaction } from "@meridian/ledger/wire";
import type { GenesisDocument } from "@meridian/network/genesis";
import { hashOf } from "@meridian/pathway/document";
import { dualChannelRetail } from "@meridian/pathway/pathways/dual-channel-retail";

/** A network just large enough to issue prescriptions in, the same at every run. */

const NETWORK = "bench-region" as NetworkId;
export const PATHWAY = hashOf(dualChannelRetail);
const FAR = 4_102_444_800;

const seedOf = (name: string): Uint8Array => sha256(utf8(`bench ${name}`));
const keyOf = (name: string) => ({ kind: "ed25519", publicKey: toHex(publicKeyOf(seedOf(name))) }) as const;

export const admit = (id: string, kind: string): Command =>
  ({ domain: "organisation", type: "admit", id, kind, name: { zh: id, en: id }, key: keyOf(id) }) as Command;
export const register = (id: string, kind: string): Command =>
  ({
    domain: "person",
    type: "register",
    id,
    kind,
    identity: toHex(sha256(utf8(id))),
    key: keyOf(id),
  }) as Command;

const PATIENTS = 64;
const patient = (n: number): string => `p-${n % PATIENTS}`;

export function benchGenesis(validators: number): GenesisDocument {
  return {
    network: NETWORK,
    time: asSeconds(Math.floor(Date.now() / 1_000) - 60),
    relyingParty: { id: "localhost", origins: ["http://localhost:8180"] },
    validators: Array.from({ length: validators }, (_, n) => ({
      organisation: "hospital" as GenesisDocument["validators"][number]["organisation"],
      publicKey: toHex(publicKeyOf(seedOf(`validator ${n}`))),
      power: 10,
    })),
    commands: [
      admit("hospital", "hospital"),
      admit("commission", "health-commission"),
      register("s-physician", "practitioner"),
      ...Array.from({ length: PATIENTS }, (_, n) => register(patient(n), "patient")),
      { domain: "pathway", type: "register", pathway: dualChannelRetail } as Command,
      { domain: "pathway", type: "activate", hash: PATHWAY, height: 1 } as Command,
    ],
  };
}

export const validatorSeeds = (validators: number) =>
  Array.from({ length: validators }, (_, n) => ({ seed: seedOf(`validator ${n}`), power: 10 }));

const payloadOf = (
  commands: readonly Command[],
  signers: readonly string[],
  nonce: number,
  validUntil: number,
): Uint8Array =>
  canonicalBytes({
    network: NETWORK,
    commands,
    nonce: nonce.toString(16).padStart(32, "0"),
    validUntil: asHeight(validUntil),
    signers: signersDigestOf(signers.map(keyOf)),
  });

/** A transaction of these commands, signed by the named keys. */
export function signedOf(
  commands: readonly Command[],
  signers: readonly string[],
  nonce: number,
  validUntil: number,
): WireTransaction {
  const payload = payloadOf(commands, signers, nonce, validUntil);
  const signed = signedBytesOf(payload);
  const signatures = signers.map((name) => ({
    kind: "ed25519" as const,
    publicKey: publicKeyOf(seedOf(name)),
    signature: sign(seedOf(name), signed),
  }));
  return { payload, signatures };
}

const transactionOf = (...given: Parameters<typeof signedOf>): Uint8Array => encodeWire(signedOf(...given));

export const licence = (holder: object, kind: string): Command =>
  ({
    domain: "credential",
    type: "issue",
    holder,
    kind,
    scope: [],
    number: `bench-${kind}`,
    validFrom: 0,
    validUntil: FAR,
    basis: "bench",
  }) as Command;
export const affiliate = (id: string, organisation: string, role: string): Command =>
  ({ domain: "person", type: "affiliate", id, organisation, roles: [role] }) as Command;

/** What must be on the ledger before the physician can prescribe. */
export function setUp(): readonly Uint8Array[] {
  return [
    transactionOf([affiliate("s-physician", "hospital", "physician")], ["hospital"], 0xf0000001, 1_000),
    transactionOf(
      [
        licence({ type: "organisation", organisation: "hospital" }, "licence-hospital"),
        licence({ type: "person", person: "s-physician" }, "licence-physician"),
      ],
      ["commission"],
      0xf0000002,
      1_000,
    ),
  ];
}

/** One prescription of about 500 payload bytes, each with an id of its own. */
export const issueTransaction = (n: number, validUntil: number): Uint8Array =>
  transactionOf([issue(n)], ["s-physician"], n, validUntil);

/** What is signed of it. */
export const issuePayload = (n: number, validUntil: number): Uint8Array =>
  payloadOf([issue(n)], ["s-physician"], n, validUntil);
/** Whose key signs it. */
export const physicianKey = publicKeyOf(seedOf("s-physician"));

const issue = (n: number): Command =>
  ({
    domain: "prescription",
    type: "issue",
    // Rising, as time-ordered ids are: records that are written together lie together on the disk.
    id: `rx-0193${n.toString(16).padStart(20, "0")}`,
    patient: patient(n),
    organisation: "hospital",
    content: toHex(sha256(utf8(`content ${n}`))),
    custodian: "hospital",
    pathway: PATHWAY,
    items: [{ line: 1, class: "general", quantity: 20 }],
    authoredOn: Math.floor(Date.now() / 1_000),
    selfPay: false,
    delivery: false,
  }) as Command;
