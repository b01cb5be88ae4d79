import type { TransactionId } from "@meridian/base/ids";
import type { Result } from "@meridian/base/result";
import type { Standing, Transport } from "@meridian/client/transport";
import type { CodedRejection, Receipt, SignedTransaction } from "@meridian/kernel/transaction";

/** Which of several nodes takes a transaction, by the public keys that signed it; undefined: any. */
type NodeOfKey = (publicKey: string) => string | undefined;

/** What is sent and has no receipt yet, so that it can be given to another node when the first one falls. */
type Sent = { readonly transaction: SignedTransaction; readonly node: string };

/**
 * The way to a consortium: each institution submits at its own node, and at another member's when its own does not
 * answer. The same bytes may go to several nodes, because they commit once.
 */
export class InstitutionsTransport implements Transport {
  readonly #nodes: ReadonlyMap<string, Transport>;
  readonly #nodeOf: NodeOfKey;
  readonly #sent = new Map<TransactionId, Sent>();
  #height = 0;

  constructor(nodes: ReadonlyMap<string, Transport>, nodeOf: NodeOfKey) {
    this.#nodes = nodes;
    this.#nodeOf = nodeOf;
  }

  /** Height of the latest receipt: a node below it has not seen yet what was done here. */
  get height(): number {
    return this.#height;
  }

  standing(): Promise<Standing> {
    return this.#first(undefined, (transport) => transport.standing());
  }

  async submit(transaction: SignedTransaction): Promise<Result<TransactionId, CodedRejection>> {
    const wanted = transaction.signatures.map(({ key }) => this.#nodeOf(key)).find((node) => node !== undefined);
    return this.#first(wanted, async (transport, node) => {
      const submitted = await transport.submit(transaction);
      if (submitted.ok) this.#sent.set(submitted.value, { transaction, node });
      return submitted;
    });
  }

  async receipt(id: TransactionId, milliseconds: number): Promise<Receipt | undefined> {
    const sent = this.#sent.get(id);
    let receipt: Receipt | undefined;
    await this.#first(sent?.node, async (transport, node) => {
      // The node that took it in fell before anybody knew of it, perhaps.
      if (sent !== undefined && node !== sent.node) await transport.submit(sent.transaction);
      receipt = await transport.receipt(id, milliseconds);
    });
    if (receipt === undefined) return undefined;
    this.#sent.delete(id);
    this.#height = Math.max(this.#height, receipt.height);
    return receipt;
  }

  /** Asks the node that is wanted, then the others; the first that answers counts. */
  async #first<T>(wanted: string | undefined, ask: (transport: Transport, node: string) => Promise<T>): Promise<T> {
    const rest = [...this.#nodes.keys()].filter((node) => node !== wanted);
    let failure: unknown = new Error("there is no node to ask");
    for (const node of wanted === undefined ? rest : [wanted, ...rest]) {
      const transport = this.#nodes.get(node);
      if (transport === undefined) continue;
      try {
        return await ask(transport, node);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }
}
