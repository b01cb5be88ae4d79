import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { asHeight, type Height, type TransactionId } from "@meridian/base/ids";
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

const PROCESS = fileURLToPath(new URL("./served-node-process.ts", import.meta.url));
type Answer = Extract<Told, { readonly request: number }>;

/** A node in another process, as its clients see it; and it can be killed. Questions to a dead node stay unanswered. */
export class ServedNode {
  readonly #process: ChildProcess;
  readonly #exit: Promise<number | null>;
  readonly #opened: Promise<Height | undefined>;
  readonly #questions = new Map<number, (answer: Answer | undefined) => void>();
  #height = asHeight(0);
  #words = "";
  #request = 0;
  #isDead = false;

  private constructor(child: ChildProcess, onReceipt: (receipt: Receipt) => void) {
    this.#process = child;
    child.stderr?.on("data", (chunk) => {
      this.#words += chunk;
    });
    this.#exit = once(child, "close").then(([code]) => {
      this.#end();
      return code;
    });
    this.#opened = new Promise((resolve) => {
      void this.#exit.then(() => resolve(undefined));
      child.on("message", (told: Told) => {
        if (told.type === "ready") resolve(told.height);
        else if (told.type === "receipt") onReceipt(told.receipt);
        else if (told.type === "failed") this.#words += told.error;
        else {
          this.#questions.get(told.request)?.(told);
          this.#questions.delete(told.request);
        }
      });
    });
  }

  static async open(
    folder: string,
    onReceipt: (receipt: Receipt) => void,
    limits: { readonly fileKilobytes?: number } = {},
  ): Promise<ServedNode> {
    const node = [process.execPath, "--disable-warning=ExperimentalWarning", PROCESS, folder];
    const { fileKilobytes } = limits;
    // POSIX counts the limit in blocks of 512 bytes; a write beyond it fails as on a full disk.
    const command =
      fileKilobytes === undefined
        ? node
        : ["/bin/sh", "-c", `ulimit -f ${2 * fileKilobytes} && exec "$@"`, "sh", ...node];
    const child = spawn(command[0] ?? "", command.slice(1), {
      serialization: "advanced",
      stdio: ["ignore", "inherit", "pipe", "ipc"],
    });
    const served = new ServedNode(child, onReceipt);
    const height = await served.#opened;
    if (height === undefined) throw new Error(`the node does not open: ${served.lastWords}`);
    served.#height = height;
    return served;
  }

  get height(): Height {
    return this.#height;
  }

  /** What it wrote to standard error, and the failure that it told of. */
  get lastWords(): string {
    return this.#words;
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
    if (!this.#isDead) this.#process.kill("SIGKILL");
    await this.#exit;
  }

  async stop(): Promise<void> {
    await this.#ask({ type: "stop" });
    await this.#exit;
  }

  /** Its exit code, once it has ended by itself. */
  exit(): Promise<number | null> {
    return this.#exit;
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
