import type { TransactionId } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import type { Standing, Transport } from "@meridian/client/transport";
import type { CodedRejection, Receipt, SignedTransaction } from "@meridian/kernel/transaction";
import { waitBefore } from "./backoff.ts";

export type HttpTransportOptions = {
  /** Address of the node, such as `http://127.0.0.1:8180`. */
  readonly url: string;
  /** How long one answer may take, beside what it was asked to wait. Default 10,000. */
  readonly timeoutMilliseconds?: number;
  /** How often a request is sent at most while the node is busy, away or silent. Default 5. */
  readonly attempts?: number;
  /** First pause between attempts; each next one is twice as long. Default 100. */
  readonly pauseMilliseconds?: number;
  /** The longest pause, whatever the node asks for. Default 10,000. */
  readonly pauseMillisecondsMax?: number;
};

/** No attempt reached the node, or what answered was no node. Whether a transaction arrived is then unknown. */
export class NodeUnreachable extends Error {
  override readonly name = "NodeUnreachable";
}

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };
type Request = { readonly method: "GET" | "POST"; readonly path: string; readonly body?: string };

/** Longest wait that a node grants for one question about a receipt. */
const WAIT_MILLISECONDS_MAX = 30_000;
/** Transactions that are remembered until their receipt comes; of more, the oldest are told only the code of a refusal. */
const SENT_MAX = 1_000;

/**
 * The way to a node over HTTP by `fetch`, which keeps connections open. Every request may be sent again: a node answers
 * a transaction that it knows as it did the first time.
 */
export class HttpTransport implements Transport {
  readonly #url: string;
  readonly #timeout: number;
  readonly #attempts: number;
  readonly #pause: number;
  readonly #pauseMax: number;
  readonly #sent = new Map<string, Request>();

  constructor(options: HttpTransportOptions) {
    this.#url = options.url.replace(/\/+$/, "");
    this.#timeout = options.timeoutMilliseconds ?? 10_000;
    this.#attempts = options.attempts ?? 5;
    this.#pause = options.pauseMilliseconds ?? 100;
    this.#pauseMax = options.pauseMillisecondsMax ?? 10_000;
  }

  async standing(): Promise<Standing> {
    const { body } = await this.#ask({ method: "GET", path: "/v1/standing" });
    const { network, height } = body;
    if (typeof network !== "string" || !Number.isSafeInteger(height)) throw this.#unreachable("no standing");
    return { network, height } as Standing;
  }

  async submit(transaction: SignedTransaction): Promise<Result<TransactionId, CodedRejection>> {
    const sent: Request = { method: "POST", path: "/v1/transactions", body: JSON.stringify(transaction) };
    const { body } = await this.#ask(sent);
    const rejection = rejectionIn(body);
    if (rejection !== undefined) return err(rejection);
    if (typeof body["id"] !== "string") throw this.#unreachable("no id");
    const id = body["id"] as TransactionId;
    this.#sent.set(id, sent);
    for (const [oldest] of this.#sent) {
      if (this.#sent.size <= SENT_MAX) break;
      this.#sent.delete(oldest);
    }
    return ok(id);
  }

  async receipt(id: TransactionId, milliseconds: number): Promise<Receipt | undefined> {
    const until = performance.now() + milliseconds;
    for (;;) {
      const left = Math.max(0, Math.floor(until - performance.now()));
      const wait = Math.min(left, WAIT_MILLISECONDS_MAX);
      const { status, body } = await this.#ask({ method: "GET", path: `/v1/transactions/${id}?wait=${wait}` }, wait);
      if (status === 200) return this.#whole(id, body);
      if (status !== 404) throw this.#unreachable(rejectionIn(body)?.code ?? `status ${status}`);
      if (wait === left) return undefined;
    }
  }

  /** A node tells all of a refusal to who sends the same bytes again, and only its code to who knows the id. */
  async #whole(id: TransactionId, body: Answer["body"]): Promise<Receipt> {
    const sent = this.#sent.get(id);
    this.#sent.delete(id);
    if (body["withheld"] !== true || sent === undefined) return body["receipt"] as Receipt;
    // How it ended is known by now; a node that falls silent here only leaves it at the code.
    const again = await this.#ask(sent).catch(() => undefined);
    return (again?.body["receipt"] ?? body["receipt"]) as Receipt;
  }

  /** Sends until there is an answer that trying again would not change. */
  async #ask(request: Request, wait = 0): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt >= this.#attempts;
      const answer = await this.#once(request, this.#timeout + wait).catch((error: unknown) => {
        if (isLast) throw this.#unreachable(error instanceof Error ? error.message : String(error));
        return undefined;
      });
      if (answer !== undefined && (isLast || !answer.isBusy)) {
        const body = parseJson(answer.text);
        if (typeof body === "object" && body !== null) return { status: answer.status, body } as Answer;
        throw this.#unreachable(`status ${answer.status} without a JSON body`);
      }
      const pause = waitBefore(attempt, answer?.retryAfter, this.#pause, this.#pauseMax, Date.now(), Math.random());
      await new Promise((later) => setTimeout(later, pause));
    }
  }

  async #once({ method, path, body }: Request, milliseconds: number) {
    const response = await fetch(this.#url + path, {
      method,
      signal: AbortSignal.timeout(milliseconds),
      redirect: "error",
      ...(body !== undefined && { body, headers: { "content-type": "application/json" } }),
    });
    const text = await response.text();
    const { status } = response;
    return { status, text, isBusy: status === 429 || status === 503, retryAfter: response.headers.get("retry-after") };
  }

  #unreachable(what: string): NodeUnreachable {
    return new NodeUnreachable(`${this.#url}: ${what}`);
  }
}

function rejectionIn(body: Answer["body"]): CodedRejection | undefined {
  const rejection = body["rejection"] as CodedRejection | undefined;
  return typeof rejection?.code === "string" ? rejection : undefined;
}
