import { Agent, type IncomingMessage, request } from "node:http";
import { fromBase64 } from "@meridian/base/bytes";
import { VALIDATORS_MAX } from "@meridian/base/limits";
import type { Result } from "@meridian/base/result";
import type { Header } from "@meridian/proof/comet/header";
import { commitFromRpc, headerFromRpc, validatorsFromRpc } from "@meridian/proof/comet/rpc";
import type { Validator } from "@meridian/proof/comet/validators";
import type { KeptSeal } from "@meridian/proof/seal";
import { dialled } from "./engine/config.ts";

/**
 * Why the engine gave no usable answer. `unreachable`: it does not run, or ended meanwhile; `refused`: it answered with
 * an error, in its own words; `malformed`: the answer lacks what `detail` names, or is longer than is taken in.
 */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: "unreachable" | "timed-out" | "refused" | "malformed";

  constructor(code: RpcError["code"], detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
  }
}

/**
 * What became of bytes offered to the mempool: `known` lie there already; `refused` by the application, with CheckTx's
 * code; `busy` when the mempool takes nothing now; `unreachable` when nobody knows.
 */
export type Broadcast =
  | { readonly type: "taken" }
  | { readonly type: "known" }
  | { readonly type: "refused"; readonly code: number }
  | { readonly type: "busy"; readonly detail: string }
  | { readonly type: "unreachable"; readonly detail: string };

export type EngineStatus = {
  /** Address of the node key, lower-case hexadecimal. */
  readonly nodeId: string;
  readonly network: string;
  readonly version: string;
  readonly height: number;
  readonly earliestHeight: number;
  /** Blocks are being fetched from others; this node votes on none yet. */
  readonly isCatchingUp: boolean;
  /** This node's voting power; 0 for one that does not vote. */
  readonly power: number;
};
export type Peer = {
  readonly nodeId: string;
  readonly moniker: string;
  readonly address: string;
  readonly dialled: boolean;
};
export type EngineBlock = { readonly header: Header; readonly transactions: readonly Uint8Array[] };

export type RpcOptions = { readonly host: string; readonly port: number; readonly timeoutMilliseconds?: number };

const TIMEOUT_MILLISECONDS = 10_000;
const CONNECTIONS_MAX = 8;
/** The engine ends connections that were idle for ten seconds: a request just then would be lost. */
const IDLE_MILLISECONDS = 5_000;
/** A full block in base64, and room to spare. */
const ANSWER_BYTES_MAX = 16_777_216;
const PAGE = 100;
/** `ErrTxInCache` (mempool/errors.go): the one error that is as good as success. The engine gives it no code. */
const IN_CACHE = "tx already exists in cache";

type Members = { readonly [name: string]: unknown };
const membersOf = (value: unknown): Members => (typeof value === "object" && value !== null ? (value as Members) : {});

/**
 * The engine's JSON-RPC on the loopback interface, as far as a node needs it. Questions reject with `RpcError`. Never
 * awaited by what answers the engine: some calls wait for just those answers.
 */
export class EngineRpc {
  readonly #options: RpcOptions;
  readonly #agent = new Agent({
    keepAlive: true,
    maxSockets: CONNECTIONS_MAX,
    timeout: IDLE_MILLISECONDS,
  });

  constructor(options: RpcOptions) {
    this.#options = options;
  }

  /** Ends idle connections; the client may still be used. */
  close(): void {
    this.#agent.destroy();
  }

  /** Offers bytes to the mempool and waits for CheckTx (`broadcast_tx_sync`). Never rejects. */
  async broadcastTxSync(bytes: Uint8Array): Promise<Broadcast> {
    const tx = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
    try {
      const { code } = membersOf(await this.#call("broadcast_tx_sync", { tx }));
      return code === 0 ? { type: "taken" } : { type: "refused", code: Number(code) };
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      if (error.code !== "refused") return { type: "unreachable", detail: error.message };
      return error.message.includes(IN_CACHE) ? { type: "known" } : { type: "busy", detail: error.message };
    }
  }

  async status(): Promise<EngineStatus> {
    const { node_info, sync_info, validator_info } = membersOf(await this.#call("status", {}));
    const { id, network, version } = membersOf(node_info);
    const { latest_block_height, earliest_block_height, catching_up } = membersOf(sync_info);
    return {
      nodeId: String(id),
      network: String(network),
      version: String(version),
      height: numberOf(latest_block_height, "latest_block_height"),
      earliestHeight: numberOf(earliest_block_height, "earliest_block_height"),
      isCatchingUp: catching_up === true,
      power: numberOf(membersOf(validator_info)["voting_power"], "voting_power"),
    };
  }

  /** Header of a block and the commit for it; of the last block, the votes that this node has seen (not `canonical`). */
  async commitAt(height: number): Promise<KeptSeal> {
    const { signed_header, canonical } = membersOf(await this.#call("commit", { height: String(height) }));
    const { header, commit } = membersOf(signed_header);
    return {
      header: must(headerFromRpc(header)),
      commit: must(commitFromRpc(commit)),
      canonical: canonical === true,
    };
  }

  /** The whole set that signs a block, in its order. */
  async validatorsAt(height: number): Promise<readonly Validator[]> {
    const validators: Validator[] = [];
    for (let page = 1; page <= Math.ceil(VALIDATORS_MAX / PAGE) + 1; page++) {
      const asked = { height: String(height), page: String(page), per_page: String(PAGE) };
      const answer = membersOf(await this.#call("validators", asked));
      validators.push(...must(validatorsFromRpc(answer["validators"])));
      const total = numberOf(answer["total"], "total");
      if (validators.length === total) return validators;
    }
    throw new RpcError("malformed", `more than ${VALIDATORS_MAX} validators`);
  }

  async block(height: number): Promise<EngineBlock> {
    const { block } = membersOf(await this.#call("block", { height: String(height) }));
    const { header, data } = membersOf(block);
    const { txs } = membersOf(data);
    const transactions = (Array.isArray(txs) ? txs : []).map((text: unknown) => {
      const bytes = fromBase64(String(text));
      if (bytes === undefined) throw new RpcError("malformed", "block.data.txs");
      return bytes;
    });
    return { header: must(headerFromRpc(header)), transactions };
  }

  /** The nodes that this one is connected to. */
  async netInfo(): Promise<readonly Peer[]> {
    const { peers } = membersOf(await this.#call("net_info", {}));
    return (Array.isArray(peers) ? peers : []).map((peer: unknown) => {
      const { node_info, is_outbound, remote_ip } = membersOf(peer);
      const { id, moniker } = membersOf(node_info);
      return {
        nodeId: String(id),
        moniker: String(moniker),
        address: String(remote_ip),
        dialled: is_outbound === true,
      };
    });
  }

  /** Has the engine dial these once, those it is connected to left out. Answers before it has tried (`dial_peers`). */
  async dial(
    peers: readonly { readonly nodeId: string; readonly host: string; readonly port: number }[],
  ): Promise<void> {
    await this.#call("dial_peers", {
      peers: peers.map(dialled),
      persistent: false,
      unconditional: false,
      private: false,
    });
  }

  /** The engine's whole answer to a call, result or error, as it wrote it: for somebody else who speaks JSON-RPC. */
  relay(id: number, method: string, params: Readonly<Record<string, string>>): Promise<string> {
    return this.#post(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
  }

  /** The `result` of a call; one connection carries one call at a time. */
  async #call(method: string, params: Members): Promise<unknown> {
    const text = await this.#post(JSON.stringify({ jsonrpc: "2.0", id: 0, method, params }));
    let answer: Members;
    try {
      answer = membersOf(JSON.parse(text));
    } catch {
      throw new RpcError("malformed", `${method}: no JSON`);
    }
    const { result, error } = answer;
    if (error === undefined && result !== undefined) return result;
    const { message, data } = membersOf(error);
    throw new RpcError("refused", `${method}: ${message} ${data ?? ""}`);
  }

  #post(body: string): Promise<string> {
    const { host, port, timeoutMilliseconds = TIMEOUT_MILLISECONDS } = this.#options;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const asked = request({ host, port, method: "POST", path: "/", agent: this.#agent, headers }, (response) =>
      read(response, (error) => asked.destroy(error), resolve),
    );
    const timer = setTimeout(
      () => asked.destroy(new RpcError("timed-out", `${timeoutMilliseconds} ms`)),
      timeoutMilliseconds,
    );
    asked.on("error", (error) =>
      reject(error instanceof RpcError ? error : new RpcError("unreachable", error.message)),
    );
    asked.on("close", () => {
      clearTimeout(timer);
      reject(new RpcError("unreachable", "the connection ended before the answer"));
    });
    asked.end(body);
    return promise;
  }
}

function read(response: IncomingMessage, fail: (error: Error) => void, done: (text: string) => void): void {
  const parts: Buffer[] = [];
  let bytes = 0;
  response.on("data", (part: Buffer) => {
    bytes += part.length;
    if (bytes > ANSWER_BYTES_MAX) fail(new RpcError("malformed", `an answer of more than ${ANSWER_BYTES_MAX} bytes`));
    else parts.push(part);
  });
  response.on("end", () => done(Buffer.concat(parts).toString("utf8")));
  // A connection that breaks is told by the request's own events.
  response.on("error", () => undefined);
}

/** A whole number that the engine writes as text. */
function numberOf(value: unknown, name: string): number {
  const number = typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw new RpcError("malformed", name);
  return number;
}

function must<T>(result: Result<T, { readonly path: string }>): T {
  if (!result.ok) throw new RpcError("malformed", result.error.path);
  return result.value;
}
