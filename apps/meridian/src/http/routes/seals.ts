import { Type } from "@fastify/type-provider-typebox";
import {
  type CommitJson,
  commitShape,
  type HeaderJson,
  headerShape,
  hexOf,
  type ValidatorsJson,
  validatorsShape,
  writeCommit,
  writeHeader,
  writeValidators,
} from "@meridian/proof/comet/json";
import type { Seals } from "@meridian/proof/seal";
import { sealsOf } from "../../evidence/seals-of.ts";
import type { EvidenceSource } from "../../evidence/source.ts";
import type { App } from "../gateway.ts";
import { Height, refusals } from "../schemas.ts";

/** As many as a page of blocks has. */
const SEALS_MAX = 100;

const Seal = Type.Object({
  header: Type.Unsafe<HeaderJson>({ ...headerShape.schema }),
  commit: Type.Unsafe<CommitJson>({ ...commitShape.schema }),
  canonical: Type.Boolean({
    description: "whether the next block names this very commit; of the last one a node of CometBFT knows what it saw",
  }),
});
const Answer = Type.Object({
  seals: Type.Array(Seal),
  validators: Type.Record(Type.String(), Type.Unsafe<ValidatorsJson>({ ...validatorsShape.schema }), {
    description: "the sets that signed these blocks, by `validators_hash` of their headers",
  }),
});

type Chain = Pick<EvidenceSource, "genesis" | "history" | "seals">;

/** Who signed which block, whichever engine orders: what an operator watches, and no more than evidence shows anyway. */
export function sealRoutes(app: App, { node }: { readonly node: Chain }): void {
  let own: Seals | undefined;
  // The engine's are there only once the node has started it.
  const all = (): Seals => {
    own ??= sealsOf(node);
    return node.seals ?? own;
  };

  app.get(
    "/v1/seals",
    {
      schema: {
        tags: ["chain"],
        summary: "Headers of blocks with the signatures on them, in order; without `from`, the latest",
        querystring: Type.Object({
          from: Type.Optional(Height),
          limit: Type.Integer({ minimum: 1, maximum: SEALS_MAX, default: 20 }),
        }),
        response: { 200: Answer, ...refusals },
      },
    },
    async ({ query: { from, limit } }) => {
      const { height: tip, base = 1 } = node.history;
      // Genesis has no seal, and what others gave a node as a snapshot has none here.
      const first = Math.max(from ?? tip - limit + 1, base);
      return sealsBetween(all(), first, Math.min(first + limit - 1, tip));
    },
  );
}

function sealsBetween(all: Seals, first: number, last: number) {
  const seals: { header: HeaderJson; commit: CommitJson; canonical: boolean }[] = [];
  const validators: Record<string, ValidatorsJson> = {};
  for (let height = first; height <= last; height++) {
    const seal = all.at(height);
    if (seal === undefined) continue;
    const { header, commit, canonical } = seal;
    seals.push({ header: writeHeader(header), commit: writeCommit(commit), canonical });
    const name = hexOf(header.validatorsHash);
    const set = validators[name] === undefined ? all.validatorsOf(header.validatorsHash) : undefined;
    if (set !== undefined) validators[name] = writeValidators(set);
  }
  return { seals, validators };
}
