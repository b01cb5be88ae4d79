import { setTimeout as later } from "node:timers/promises";
import { textOf } from "@meridian/base/bytes";
import type { TransactionId } from "@meridian/base/ids";
import type { Command, Receipt } from "@meridian/kernel/transaction";
import { decodeWire, signatureJsonOf } from "@meridian/ledger/wire";
import type { Random } from "@meridian/region/generator/random";
import { PATIENT } from "../faults/people.ts";
import { cancelStep } from "../faults/prescriptions.ts";
import { type Signed, signed, wordOf } from "../faults/region.ts";
import type { MemberNode } from "./member-node.ts";

/** Within what the ledger allows, and more blocks than any test makes. */
const VALIDITY = 1_000;
const ASK_MILLISECONDS = 4_000;
const AGAIN_MILLISECONDS = 100;

/** What a node told a client: the receipt is its word that the transaction is committed. */
export type Told = { readonly receipt: Receipt; readonly by: string };
type Answer =
  | { readonly type: "receipt"; readonly receipt: Receipt }
  | { readonly type: "refused"; readonly code: string }
  /** Accepted without a receipt yet, or no answer at all. */
  | { readonly type: "unknown" };

/** Programs of the members' staff: each sends to a node over HTTP, and goes to another when that one does not answer. */
export class Clients {
  /** Every acknowledgement that any client ever got, and how often it was not the first for its transaction. */
  readonly told = new Map<TransactionId, Told[]>();
  readonly #random: Random;
  readonly #seed: string;
  #count = 0;
  #height = 0;

  constructor(random: Random, seed: string) {
    this.#random = random;
    this.#seed = seed;
  }

  /** Signed for the heights that come next, under a name of its own. */
  sign(commands: readonly Command[], by: readonly string[]): Signed {
    return signed(commands, by, `${this.#seed} ${this.#count++}`, this.#height + VALIDITY);
  }

  /** What always commits, whatever stands on the ledger: a patient's cancellation of a prescription not seen yet. */
  trivial(): Signed {
    // Seeds are words, and ids have no spaces.
    return this.sign(cancelStep(`rx-load-${this.#seed.replaceAll(" ", "-")}-${this.#count}`)[0], [PATIENT]);
  }

  /** Asks once. */
  async offer(transaction: Signed, node: MemberNode, wait = ASK_MILLISECONDS): Promise<Answer> {
    try {
      const answer = await fetch(`${node.url}/v1/transactions?wait=${wait}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: jsonOf(transaction.bytes),
        signal: AbortSignal.timeout(wait + ASK_MILLISECONDS),
      });
      const body = (await answer.json()) as { receipt?: Receipt; rejection?: { code: string } };
      if (body.receipt !== undefined) return { type: "receipt", receipt: this.#learn(body.receipt, node) };
      return body.rejection === undefined ? { type: "unknown" } : { type: "refused", code: body.rejection.code };
    } catch {
      return { type: "unknown" };
    }
  }

  /** Offers it to one node after another until it is decided. Rejects when that takes longer than `patience`. */
  async decide(transaction: Signed, nodes: () => readonly MemberNode[], patience: number): Promise<Receipt> {
    const until = performance.now() + patience;
    let last = "nobody was asked";
    let node = this.#random.pick(nodes());
    for (;;) {
      const answer = await this.offer(transaction, node);
      if (answer.type === "receipt") return answer.receipt;
      last = answer.type === "refused" ? answer.code : `no answer from ${node.place.organisation}`;
      if (performance.now() > until) throw new Error(`${transaction.id} is not decided: ${last}`);
      await later(AGAIN_MILLISECONDS);
      node = this.#random.pick(nodes());
    }
  }

  /** As `decide` at one node, and it commits. */
  async commit(
    commands: readonly Command[],
    by: readonly string[],
    node: MemberNode,
    patience = 30_000,
  ): Promise<Receipt> {
    const receipt = await this.decide(this.sign(commands, by), () => [node], patience);
    const word = wordOf(receipt.outcome);
    if (word !== "committed") throw new Error(`${word}: ${JSON.stringify(commands)}`);
    return receipt;
  }

  /** Sends at about so many a second until stopped, to nodes as they are then; `stop` waits until all are decided. */
  load(nodes: () => readonly MemberNode[], perSecond: number, patience: number): Load {
    return new Load(perSecond, () => this.decide(this.trivial(), nodes, patience));
  }

  /** What a node says became of a transaction, once it knows. Rejects when that takes longer than `patience`. */
  async receipt(id: TransactionId, node: MemberNode, patience = 30_000): Promise<Receipt> {
    const until = performance.now() + patience;
    for (;;) {
      const url = `${node.url}/v1/transactions/${id}?wait=${ASK_MILLISECONDS}`;
      const answer = await fetch(url, { signal: AbortSignal.timeout(2 * ASK_MILLISECONDS) });
      const { receipt, withheld } = (await answer.json()) as { receipt?: Receipt; withheld?: true };
      // Of a refusal, who did not send it hears the code alone.
      if (receipt !== undefined) return withheld === true ? receipt : this.#learn(receipt, node);
      if (performance.now() > until) throw new Error(`${node.place.organisation} does not learn of ${id}`);
    }
  }

  #learn(receipt: Receipt, { place }: MemberNode): Receipt {
    this.#height = Math.max(this.#height, receipt.height);
    const before = this.told.get(receipt.id);
    if (before === undefined) this.told.set(receipt.id, [{ receipt, by: place.organisation }]);
    else before.push({ receipt, by: place.organisation });
    return receipt;
  }
}

/** A steady stream of transactions. */
export class Load {
  readonly waits: number[] = [];
  readonly #under = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  #failure: unknown;

  constructor(perSecond: number, one: () => Promise<Receipt>) {
    this.#timer = setInterval(() => {
      const begun = performance.now();
      const sent: Promise<void> = one().then(
        () => void this.waits.push(performance.now() - begun),
        (error: unknown) => {
          this.#failure ??= error;
        },
      );
      this.#under.add(sent);
      void sent.finally(() => this.#under.delete(sent));
    }, 1_000 / perSecond);
  }

  get decided(): number {
    return this.waits.length;
  }

  /** Sends no more, and waits for what is under way. Rejects when anything was not decided in time. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#under);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Without regard for what becomes of the rest. */
  abandon(): void {
    clearInterval(this.#timer);
  }
}

export function jsonOf(bytes: Uint8Array): string {
  const wire = decodeWire(bytes);
  if (wire === undefined) throw new Error("a transaction of our own can be read");
  return JSON.stringify({ payload: textOf(wire.payload), signatures: wire.signatures.map(signatureJsonOf) });
}
