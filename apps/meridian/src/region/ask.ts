import { parseJson } from "@meridian/base/json";
import type { NodePlace } from "./consortium-home.ts";

const TIMEOUT_MILLISECONDS = 5_000;

/** Where a node stands, by its own word. */
export type Standing = {
  readonly network: string;
  readonly genesis: string;
  readonly height: number;
  readonly time: number;
  readonly waiting: number;
  readonly engine?: { readonly height: number; readonly isCatchingUp: boolean; readonly peers: number };
};

/** Undefined when it does not answer. */
export async function standingOf({ url }: Pick<NodePlace, "url">): Promise<Standing | undefined> {
  const body = await bodyOf(`${url}/v1/standing`);
  return typeof body?.["height"] === "number" ? (body as Standing) : undefined;
}

export type BlockHead = { readonly height: number; readonly appHash: string; readonly events: number };

/** Blocks from a height on, at most a hundred; empty when the node does not answer. */
export async function blocksAt({ url }: Pick<NodePlace, "url">, from: number, limit: number) {
  const body = await bodyOf(`${url}/v1/blocks?from=${from}&limit=${limit}`);
  return (body?.["blocks"] ?? []) as readonly BlockHead[];
}

async function bodyOf(url: string): Promise<{ readonly [member: string]: unknown } | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) });
    const body = parseJson(await response.text());
    return response.ok && typeof body === "object" && body !== null ? (body as never) : undefined;
  } catch {
    return undefined;
  }
}

export const pause = (milliseconds: number): Promise<void> => new Promise((later) => setTimeout(later, milliseconds));
