import { Readable } from "node:stream";
import { toHex } from "@meridian/base/bytes";
import { parseJson } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import type { Secret } from "@meridian/base/secret";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import type { Row } from "@meridian/kernel/view";
import { authorizationOf, readBytesOf } from "../http/signed-request.ts";
import { type Call, EXIT, type Problem, problem, type Words, words } from "./call.ts";
import type { Wanted } from "./evidence.ts";
import { keyProblem, keystoreOf, passphraseOf } from "./keys.ts";
import { placeOf, unreachable } from "./node-place.ts";
import { visible } from "./visible.ts";

const TIMEOUT_MILLISECONDS = 20_000;
/** For an answer of some MiB as for one that never ends. */
const STREAM_MILLISECONDS = 120_000;
/** Of an answer that refuses. */
const REFUSAL_BYTES_MAX = 65_536;
const PAGE_ROWS = 500;

const AUTHORIZATION_NEEDED = "gateway/authorization-needed";
/** What somebody does at a command line whom the gateway tells to sign. */
const KEY_NEEDED = words(
  "Ask with a key of a party or an authority: --as NAME (`meridian key list` shows names; --keys DIR if they are elsewhere). Or read a node's folder: --data DIR.",
  "请以相关方或监管部门的密钥查询:--as NAME(用 `meridian key list` 查看名称;密钥在其他目录时加 --keys DIR)。也可直接读取节点目录:--data DIR。",
);

type Body = { readonly [member: string]: unknown };

/** A node over HTTP, as readers meet it. Requests are signed when a key was named with --as. */
export class Remote {
  readonly url: string;
  readonly #seed: Secret<Uint8Array> | undefined;
  readonly #language: string;
  /** Whose `node.json` named the address. */
  readonly #folder: string | undefined;

  private constructor(url: string, seed: Secret<Uint8Array> | undefined, language: string, folder?: string) {
    this.url = url;
    this.#folder = folder;
    this.#seed = seed;
    this.#language = language;
  }

  static async of(call: Call): Promise<Result<Remote, Problem>> {
    const place = await placeOf(call);
    return place.ok ? Remote.at(call, place.value.url, call.text("as"), place.value.folder) : place;
  }

  /** A node at an address, asked with the key of that name. */
  static at(call: Call, address: string, name: string | undefined, folder?: string): Result<Remote, Problem> {
    const url = address.replace(/\/+$/, "");
    if (name === undefined) return ok(new Remote(url, undefined, call.io.language, folder));
    const passphrase = passphraseOf(call);
    if (!passphrase.ok) return passphrase;
    const seed = keystoreOf(call).open(name, passphrase.value);
    return seed.ok ? ok(new Remote(url, seed.value, call.io.language, folder)) : keyProblem(seed.error);
  }

  /** JSON of a path; a refusal of the node is a problem in the node's own words. */
  async get(path: string): Promise<Result<Body, Problem>> {
    const answered = await this.#fetch(path);
    if (!answered.ok) return answered;
    const { status, body } = answered.value;
    if (status < 300) return ok(body);
    const refusal = refusedBy(body, status);
    return this.#seed === undefined && refusal.error.code === AUTHORIZATION_NEEDED
      ? err({ ...refusal.error, next: KEY_NEEDED })
      : refusal;
  }

  /** Bytes of a path as they come, from a node that is not trusted to end; `given` gives up. */
  async stream(path: string, given: AbortSignal): Promise<Result<AsyncIterable<Uint8Array>, Problem>> {
    const signal = AbortSignal.any([given, AbortSignal.timeout(STREAM_MILLISECONDS)]);
    try {
      const headers = { ...this.#headers(path), accept: "application/octet-stream", "accept-encoding": "identity" };
      const response = await fetch(this.url + path, { headers, signal, redirect: "error" });
      const body: AsyncIterable<Uint8Array> = response.body ?? Readable.from([]);
      return response.ok ? ok(body) : refusedBy(bodyIn(await textWithin(body, REFUSAL_BYTES_MAX)), response.status);
    } catch {
      return unreachable({ url: this.url, folder: this.#folder });
    }
  }

  async evidence(wanted: Wanted): Promise<Result<unknown, Problem>> {
    return this.get(evidencePath(wanted));
  }

  /** All rows of a table that fit, in the order asked for, page by page. */
  async rows(
    table: string,
    query: { readonly [name: string]: string },
    most: number,
  ): Promise<Result<readonly Row[], Problem>> {
    const rows: Row[] = [];
    let after: string | undefined;
    do {
      const limit = String(Math.min(PAGE_ROWS, most - rows.length));
      const search = new URLSearchParams({ ...query, limit, ...(after !== undefined && { after }) });
      const page = await this.get(`/v1/views/${table}?${search}`);
      if (!page.ok) return page;
      rows.push(...((page.value["rows"] ?? []) as readonly Row[]));
      after = page.value["next"] as string | undefined;
    } while (after !== undefined && rows.length < most);
    return ok(rows);
  }

  async #fetch(path: string): Promise<Result<{ readonly status: number; readonly body: Body }, Problem>> {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
      const response = await fetch(this.url + path, { headers: this.#headers(path), signal });
      return ok({ status: response.status, body: bodyIn(await response.text()) });
    } catch {
      return unreachable({ url: this.url, folder: this.#folder });
    }
  }

  #headers(path: string): Record<string, string> {
    const headers = { "accept-language": this.#language, accept: "application/json" };
    return this.#seed === undefined ? headers : { ...headers, authorization: authorization(this.#seed, "GET", path) };
  }
}

function bodyIn(text: string): Body {
  const body = parseJson(text);
  return typeof body === "object" && body !== null ? (body as Body) : {};
}

/** The beginning of what comes. */
async function textWithin(body: AsyncIterable<Uint8Array>, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) break;
  }
  return Buffer.concat(chunks).toString("utf8", 0, most);
}

function authorization(seed: Secret<Uint8Array>, method: string, path: string): string {
  const time = Math.floor(Date.now() / 1_000);
  const signature = sign(seed.reveal(), readBytesOf(method, path, time));
  return authorizationOf(toHex(publicKeyOf(seed.reveal())), time, toHex(signature));
}

function evidencePath(wanted: Wanted): string {
  switch (wanted.about) {
    case "transaction":
      return `/v1/evidence/transactions/${wanted.id}`;
    case "record":
      return `/v1/evidence/records/${encodeURIComponent(wanted.domain)}/${encodeURIComponent(wanted.record)}`;
    case "event": {
      const { about: _, ...query } = wanted;
      return `/v1/evidence/events?${new URLSearchParams(query)}`;
    }
  }
}

/** The node explains its refusals itself, in the language that it was asked in. */
function refusedBy(body: Body, status: number) {
  const rejection = (body["rejection"] ?? {}) as { readonly code?: string };
  const explanation = (body["explanation"] ?? {}) as { readonly happened?: string; readonly next?: string };
  const code = rejection.code ?? `http-${status}`;
  const both = (text: string): Words => words(visible(text), visible(text));
  return problem(
    EXIT.refused,
    code,
    both(`${explanation.happened ?? code}`),
    both(`${explanation.next ?? ""}`),
    rejection,
  );
}
