import { textOf, toHex } from "@meridian/base/bytes";
import { asHeight, type TransactionId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { VALIDITY_HEIGHTS_MAX } from "@meridian/base/limits";
import { err, ok, type Result } from "@meridian/base/result";
import { sha256 } from "@meridian/crypto/hash";
import { signersDigestOf } from "@meridian/kernel/signers";
import type {
  CodedRejection,
  Command,
  Payload,
  Receipt,
  Signature,
  SignedTransaction,
} from "@meridian/kernel/transaction";
import type { Signer } from "./signer.ts";
import type { Transport } from "./transport.ts";

/** Unpredictable bytes: the environment's, because the cores have no chance of their own. */
export type RandomBytes = (length: number) => Uint8Array;

/** How a transaction ended for whoever sent it. `unknown` means: ask for the receipt again, or send the same bytes. */
export type Sent =
  | { readonly status: "committed"; readonly receipt: Receipt }
  | { readonly status: "rejected"; readonly rejection: CodedRejection; readonly receipt?: Receipt }
  | { readonly status: "unknown"; readonly id: TransactionId };

/** Half of what the network allows, so that a slow signer still has time. */
const VALIDITY_HEIGHTS = Math.floor(VALIDITY_HEIGHTS_MAX / 2);
const RECEIPT_MILLISECONDS = 30_000;

export type Built = { readonly id: TransactionId; readonly transaction: SignedTransaction };

/** Of the bytes of a canonical payload and signatures over them. */
export const transactionOf = (payload: Uint8Array, signatures: readonly Signature[]): Built => ({
  id: toHex(sha256(payload)) as TransactionId,
  transaction: { payload: textOf(payload) ?? "", signatures },
});

/** Builds, signs, submits and waits. One for any number of signers; keeps no key. */
export class Client {
  readonly #transport: Transport;
  readonly #random: RandomBytes;

  constructor(transport: Transport, random: RandomBytes) {
    this.#transport = transport;
    this.#random = random;
  }

  /** Writes the payload canonically, with the names of all who sign, and has them sign exactly those bytes. */
  async build(commands: readonly Command[], signers: readonly Signer[]): Promise<Built> {
    const { network, height } = await this.#transport.standing();
    const payload: Payload = {
      network,
      commands,
      nonce: toHex(this.#random(16)),
      validUntil: asHeight(height + VALIDITY_HEIGHTS),
      signers: signersDigestOf(signers),
    };
    const bytes = canonicalBytes(payload);
    return transactionOf(bytes, await Promise.all(signers.map((signer) => signer.sign(bytes))));
  }

  async submit({ transaction }: Built): Promise<Result<TransactionId, CodedRejection>> {
    return this.#transport.submit(transaction);
  }

  /** Sends the commands as one transaction and waits for its receipt. */
  async send(commands: readonly Command[], signers: readonly Signer[]): Promise<Sent> {
    const built = await this.build(commands, signers);
    const submitted = await this.submit(built);
    // A lost answer may have been an acceptance; the second try is then told so, and the receipt decides.
    if (!submitted.ok && submitted.error.code !== "ledger/replayed")
      return { status: "rejected", rejection: submitted.error };
    const outcome = await this.outcomeOf(built.id);
    return outcome.ok ? outcome.value : { status: "unknown", id: built.id };
  }

  async outcomeOf(id: TransactionId): Promise<Result<Sent, "not-yet">> {
    const receipt = await this.#transport.receipt(id, RECEIPT_MILLISECONDS);
    if (receipt === undefined) return err("not-yet");
    const { outcome } = receipt;
    if (outcome.status === "committed") return ok({ status: "committed", receipt });
    return ok({ status: "rejected", rejection: outcome.rejection, receipt });
  }
}
