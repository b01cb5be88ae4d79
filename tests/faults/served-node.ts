import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Height, TransactionId } from "@meridian/base/ids";
import type { CodedRejection, Receipt } from "@meridian/kernel/transaction";
import type { Signed } from "./region.ts";

export type Asked =
  | { readonly type: "submit"; readonly id: TransactionId; readonly bytes: Uint8Array }
  | { readonly type: "receipts"; readonly ids: readonly TransactionId[] }
  | { readonly type: "stop" };
export type Told =
  | { readonly type: "ready"; readonly height: Height }
  | { readonly type: "answered"; readonly request: number; readonly rejection?: CodedRejection }
  /** After the block is durable: the node's word that it is committed. */
  | { readonly type: "receipt"; readonly receipt: Receipt }
  | { readonly type: "receipts"; readonly request: number; readonly receipts: readonly (Receipt | null)[] }
  | { readonly type: "stopped"; readonly request: number }
  | { readonly type: "failed"; readonly error: string };

type Answer = Extract<Told, { readonly request: number }>;

/** A node in another process, as its clients see it; and it can be killed. Questions to a dead node stay unanswered. */
export class ServedNode {
  readonly height: Height;
  readonly #process: ChildProcess;
  readonly #questions = new Map<number, (answer: Answer | undefined) => void>();
  #request = 0;
  #isDead = false;

  private constructor(child: ChildProcess, height: Height, onReceipt: (receipt: Receipt) => void) {
    this.#process = child;
    this.height = height;
    child.on("message", (told: Told) => {
      if (told.type === "receipt") onReceipt(told.receipt);
      else if ("request" in told) {
        this.#questions.get(told.request)?.(told);
        this.#questions.delete(told.request);
      }
    });
    child.on("exit", () => this.#end());
  }

  static async open(folder: string, onReceipt: (receipt: Receipt) => void): Promise<ServedNode> {
    const child = fork(join(import.meta.dirname, "served-node-process.ts"), [folder], {
      serialization: "advanced",
      execArgv: ["--disable-warning=ExperimentalWarning"],
    });
    const [told] = (await Promise.race([once(child, "message"), once(child, "exit")])) as [Told | number | null];
    if (told === null || typeof told === "number" || told.type !== "ready")
      throw new Error(`the node does not open: ${JSON.stringify(told)}`);
    return new ServedNode(child, told.height, onReceipt);
  }

  /** `accepted`, the refusal, or undefined when the node dies before it answers. */
  async submit({ id, bytes }: Signed): Promise<"accepted" | CodedRejection | undefined> {
    const answer = await this.#ask({ type: "submit", id, bytes });
    return answer?.type === "answered" ? (answer.rejection ?? "accepted") : undefined;
  }

  async receipts(ids: readonly TransactionId[]): Promise<readonly (Receipt | null)[]> {
    const answer = await this.#ask({ type: "receipts", ids });
    if (answer?.type !== "receipts") throw new Error("the node died while it was asked");
    return answer.receipts;
  }

  /** No farewell: the process is gone at this instant. */
  async kill(): Promise<void> {
    if (!this.#isDead) {
      const exit = once(this.#process, "exit");
      this.#process.kill("SIGKILL");
      await exit;
    }
    this.#end();
  }

  async stop(): Promise<void> {
    const exit = once(this.#process, "exit");
    await this.#ask({ type: "stop" });
    await exit;
  }

  #ask(asked: Asked): Promise<Answer | undefined> {
    if (this.#isDead) return Promise.resolve(undefined);
    const request = this.#request++;
    return new Promise((resolve) => {
      this.#questions.set(request, resolve);
      this.#process.send({ request, asked }, (error) => {
        if (error !== null) this.#end();
      });
    });
  }

  #end(): void {
    this.#isDead = true;
    for (const answer of this.#questions.values()) answer(undefined);
    this.#questions.clear();
  }
}
