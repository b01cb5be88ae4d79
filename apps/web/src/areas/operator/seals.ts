import { type DeskNode, NodeRefusal } from "@meridian/client/desk";
import { useDesk } from "@meridian/ui/desk/context";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { useLive } from "../../frame/live.tsx";
import type { EvidenceText } from "./chain.ts";

/** Who signed a block; addresses in lower-case hexadecimal. */
export type Seal = {
  readonly height: number;
  readonly proposer: string;
  readonly signed: ReadonlySet<string>;
  readonly validators: readonly { readonly address: string; readonly power: number }[];
};

/** CometBFT: a vote for this very block. */
const FOR_BLOCK = 2;

/** Seals that this page has read, kept over its pages so that the strip of blocks grows. */
let known: ReadonlyMap<number, Seal> = new Map();
const listeners = new Set<() => void>();
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
function learn(seals: readonly Seal[]): void {
  const fresh = seals.filter(({ height }) => !known.has(height));
  if (fresh.length === 0) return;
  known = new Map([...known, ...fresh.map((seal) => [seal.height, seal] as const)]);
  for (const listener of listeners) listener();
}

/** Keeps the seal that an evidence file carries, whatever it is about. */
export const learnFrom = (evidence: string): void => learn([sealIn(JSON.parse(evidence) as EvidenceText)]);

export const useSeals = (): ReadonlyMap<number, Seal> => useSyncExternalStore(subscribe, () => known);

function sealIn({ next: { header, commit, validators } }: Pick<EvidenceText, "next">): Seal {
  const signers = commit.signatures.filter(({ block_id_flag }) => block_id_flag === FOR_BLOCK);
  return {
    height: Number(header.height),
    proposer: header.proposer_address.toLowerCase(),
    signed: new Set(signers.map(({ validator_address = "" }) => validator_address.toLowerCase())),
    validators: validators.map(({ address, voting_power }) => ({
      address: address.toLowerCase(),
      power: Number(voting_power),
    })),
  };
}

/** Reads the seal of the latest block as blocks come, with evidence of a record that is open to all. */
export function useSealsAsTheyCome(): void {
  const { node, directory } = useDesk();
  const { height } = useLive();
  const record = directory.organisations[0]?.id;
  useEffect(() => {
    if (height === undefined || record === undefined || known.has(height)) return;
    void node.evidence({ type: "record", domain: "organisation", id: record }).then(learnFrom, () => undefined);
  }, [node, record, height]);
}

type Answer<T> = { readonly result?: T };
type CommitAnswer = {
  readonly signed_header: Pick<EvidenceText["next"], "header" | "commit">;
};
type ValidatorsAnswer = { readonly validators: EvidenceText["next"]["validators"] };

/** Whether the members' engine orders here, or one process. */
let hasEngine: Promise<boolean> | undefined;

/** From the members' engine, which keeps the commit of every block; undefined where one process orders. */
async function fromEngine(node: DeskNode, height: number): Promise<Seal | undefined> {
  hasEngine ??= node.standing().then(({ engine }) => engine !== undefined);
  hasEngine.catch(() => {
    hasEngine = undefined;
  });
  if (!(await hasEngine)) return undefined;
  const ask = <T>(method: string): Promise<Answer<T>> =>
    node.ask("POST", "/v1/engine", { jsonrpc: "2.0", id: height, method, params: { height } });
  const [commit, set] = await Promise.all([ask<CommitAnswer>("commit"), ask<ValidatorsAnswer>("validators")]);
  if (commit.result === undefined || set.result === undefined) return undefined;
  return sealIn({ next: { ...commit.result.signed_header, validators: set.result.validators } });
}

const AT_ONCE = 8;

/** Reads the seals of heights that are not known yet from the engine, a few at once, until it has none to give. */
export function useSealsOf(heights: readonly number[]): void {
  const { node } = useDesk();
  const [first = 0, last = 0] = [heights[0], heights.at(-1)];
  useQuery({
    queryKey: ["ask", "engine-seals", first, last],
    queryFn: async () => {
      const missing = heights.filter((height) => height > 0 && !known.has(height));
      try {
        for (let at = 0; at < missing.length; at += AT_ONCE) {
          const found = await Promise.all(missing.slice(at, at + AT_ONCE).map((height) => fromEngine(node, height)));
          learn(found.filter((seal) => seal !== undefined));
        }
        return true;
      } catch (error) {
        if (error instanceof NodeRefusal) return false;
        throw error;
      }
    },
    enabled: last > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/**
 * The seal of the block after `height`, which carries what that block did: from what was read before, the engine, or
 * evidence of an event there that the reader may see.
 */
export function useSealAfter(height: number, positions: readonly number[] | undefined) {
  const { node } = useDesk();
  const seals = useSeals();
  const query = useQuery({
    queryKey: ["ask", "seal-after", height, positions?.join()],
    queryFn: async (): Promise<Seal | null> => {
      const own = known.get(height + 1);
      if (own !== undefined) return own;
      try {
        const found = await fromEngine(node, height + 1);
        if (found !== undefined) learn([found]);
        if (found !== undefined) return found;
      } catch (error) {
        if (!(error instanceof NodeRefusal)) throw error;
      }
      for (const position of (positions ?? []).slice(0, 3)) {
        try {
          const seal = sealIn(JSON.parse(await node.evidence({ type: "place", height, position })) as EvidenceText);
          learn([seal]);
          return seal;
        } catch (error) {
          if (!(error instanceof NodeRefusal)) throw error;
        }
      }
      return null;
    },
    enabled: positions !== undefined,
    staleTime: 10_000,
  });
  return seals.get(height + 1) ?? query.data ?? undefined;
}
