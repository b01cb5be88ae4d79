import { asSeconds, type Seconds } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { HEALTH_COMMISSION } from "@meridian/region/generator/organisations";
import type { Ledger } from "@meridian/region/player/ports";
import { pause } from "./ask.ts";
import type { NodePlace } from "./consortium-home.ts";
import { codeIn } from "./remote-documents.ts";
import { SignedFetch } from "./signed-fetch.ts";

const BEHIND_MILLISECONDS = 30;
const WAIT_MILLISECONDS = 30_000;

/**
 * Records as a node shows them to the health commission, which supervises; each look stands in that node's log of who
 * looked. A node may be a block behind the one that gave a receipt, so it is asked again until it is not.
 */
export class RemoteLedger implements Ledger {
  readonly #nodes: () => readonly Pick<NodePlace, "url">[];
  readonly #height: () => number;
  readonly #fetch: SignedFetch;

  constructor(seed: string, nodes: () => readonly Pick<NodePlace, "url">[], height: () => number) {
    this.#nodes = nodes;
    this.#height = height;
    this.#fetch = new SignedFetch(seed);
  }

  async record(domain: string, id: string): Promise<unknown> {
    const path = `/v1/records/${encodeURIComponent(domain)}/${encodeURIComponent(id)}`;
    const wanted = this.#height();
    const until = performance.now() + WAIT_MILLISECONDS;
    for (;;) {
      const { height, record } = await this.#ask(path);
      if (height >= wanted) return record ?? undefined;
      if (performance.now() > until) throw new Error(`no node has reached height ${wanted}`);
      await pause(BEHIND_MILLISECONDS);
    }
  }

  /** Nobody tells the time of the next block; it is not far from this machine's. */
  now(): Seconds {
    return asSeconds(Math.floor(Date.now() / 1_000));
  }

  pause(milliseconds: number): Promise<void> {
    return pause(milliseconds);
  }

  /** The first node that answers. */
  async #ask(path: string): Promise<{ readonly height: number; readonly record: unknown }> {
    let failure: unknown;
    for (const { url } of this.#nodes())
      try {
        const response = await this.#fetch.get(url, path, HEALTH_COMMISSION);
        const text = await response.text();
        if (!response.ok) throw new Error(`${url}${path}: ${codeIn(text, response.status)}`);
        return parseJson(text) as { readonly height: number; readonly record: unknown };
      } catch (error) {
        failure = error;
      }
    throw failure;
  }
}
