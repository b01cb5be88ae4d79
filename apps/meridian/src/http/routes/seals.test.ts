import { deepStrictEqual as same, ok as yes } from "node:assert";
import { after, before, describe, it } from "node:test";
import { asHeight } from "@meridian/base/ids";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import {
  type CommitJson,
  type HeaderJson,
  readCommit,
  readHeader,
  readValidators,
  type ValidatorsJson,
} from "@meridian/proof/comet/json";
import { checkFinality } from "@meridian/proof/light";
import { SealStore } from "@meridian/state-sqlite/seal-store";
import { SealFollower } from "../../consortium/seals.ts";
import { CometChain, memberEntries, memberRules, seat } from "../../evidence/comet-chain.conformance.ts";
import { sealsOf } from "../../evidence/seals-of.ts";
import { note, smallGenesis, smallTransaction, sourceOf } from "../../evidence/small-chain.conformance.ts";
import { issueTestPrescription } from "../../node/test-network.conformance.ts";
import { appOf } from "../app.ts";
import type { App, HttpOptions } from "../gateway.ts";
import { type Served, serve } from "../served.conformance.ts";
import { sealRoutes } from "./seals.ts";

type Answer = {
  readonly seals: readonly { readonly header: HeaderJson; readonly commit: CommitJson; readonly canonical: boolean }[];
  readonly validators: { readonly [hash: string]: ValidatorsJson };
};
const heightsOf = ({ seals }: Answer): readonly number[] => seals.map(({ header }) => Number(header.height));

async function asked(app: App, search: string): Promise<Answer> {
  const response = await app.inject({ url: `/v1/seals${search}` });
  same(response.statusCode, 200);
  return response.json();
}

/** As a stranger does it who trusts the sets: more than two thirds of each signed its block. */
function check(network: string, { seals, validators }: Answer): void {
  for (const { header, commit } of seals) {
    const set = validators[header.validators_hash];
    yes(set !== undefined, "the set that signed comes along");
    const light = { header: readHeader(header), commit: readCommit(commit), validators: readValidators(set) };
    same(checkFinality(network, light, "all").ok, true, header.height);
  }
}

const refused: readonly (readonly [search: string, at: string])[] = [
  ["?limit=0", "querystring.limit"],
  ["?limit=101", "querystring.limit"],
  ["?limit=x", "querystring.limit"],
  ["?from=-1", "querystring.from"],
  ["?from=9007199254740992", "querystring.from"],
];

describe("seals of a node that orders alone", () => {
  let served: Served;
  let tip: number;
  before(async () => {
    served = await serve();
    await issueTestPrescription(served.network, "rx-1");
    tip = served.network.node.height;
  });
  after(() => served?.close());

  it("are open to everybody, in order, and each can be checked", async () => {
    const answer = await asked(served.app, "?from=1&limit=3");
    same(heightsOf(answer), [1, 2, 3]);
    check(served.network.node.genesis.network, answer);
    same(Object.keys(answer.validators).length, 1);
    yes(answer.seals.every(({ canonical }) => canonical));
  });

  it("are the latest when nothing is said", async () => {
    const latest = (await asked(served.app, "?limit=2")).seals.at(-1);
    yes(Number(latest?.header.height) >= tip);
    const all = heightsOf(await asked(served.app, ""));
    same(all.length, Math.min(20, Number(latest?.header.height)));
  });

  it("begin at the first block and end at the last", async () => {
    same(heightsOf(await asked(served.app, "?from=0&limit=1")), [1], "genesis has none");
    same(heightsOf(await asked(served.app, "?from=0&limit=100"))[0], 1);
    same(await asked(served.app, `?from=${tip + 1_000}`), { seals: [], validators: {} });
    same(await asked(served.app, `?from=${Number.MAX_SAFE_INTEGER}&limit=100`), { seals: [], validators: {} });
  });

  for (const [search, at] of refused)
    it(`are refused for ${search}`, async () => {
      const response = await served.app.inject({ url: `/v1/seals${search}` });
      same([response.statusCode, response.json().rejection], [400, { code: "gateway/invalid-request", at }]);
    });

  it("stand in the description", async () => {
    const { paths } = (await served.get("/openapi.json")).body;
    const { properties } = paths["/v1/seals"].get.responses["200"].content["application/json"].schema;
    same(Object.keys(properties), ["seals", "validators"]);
  });
});

describe("seals of a node beside the members' engine", () => {
  const genesis = {
    ...smallGenesis,
    validators: memberEntries.slice(0, 4) as unknown as typeof smallGenesis.validators,
  };
  const state = new MemoryStateStore();
  const ledger = new Ledger(memberRules, state, { time: genesis.time, commands: [seat(0, 1, 2, 3)] });
  const chain = new CometChain(ledger, state, { seconds: 1_700_000_000, nanos: 1 });
  const { history } = sourceOf(ledger, state);
  const store = new SealStore(":memory:");
  let app: App;
  /** Ten blocks; the third takes a member out and another in, which sign from the fifth on. */
  before(async () => {
    for (let n = 1; n <= 10; n++)
      chain.block([n === 3 ? smallTransaction([seat(0, 1, 2, 4)], 77) : smallTransaction([note(`n${n}`)], n)]);
    const initialHeight = chain.initialHeight;
    const follower = new SealFollower({
      ...{ genesis, history, engine: chain, store, initialHeight },
      onFailure: (error) => {
        throw error;
      },
    });
    follower.committed(asHeight(ledger.height));
    await follower.caughtUp();
    app = await appOf({ logLevel: "silent" } as HttpOptions);
    sealRoutes(app, { node: { genesis, history, seals: sealsOf({ genesis, history }, store) } });
    await app.ready();
  });
  after(async () => {
    await app?.close();
    store.close();
  });

  it("come from its store, with every set that signed", async () => {
    const answer = await asked(app, "?from=1&limit=100");
    same(heightsOf(answer), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    check(genesis.network, answer);
    same(Object.keys(answer.validators).length, 2);
  });

  it("say of the last that its votes are those which this node saw", async () => {
    same(
      (await asked(app, "?limit=2")).seals.map(({ canonical }) => canonical),
      [true, false],
    );
  });

  it("carry of a block that was asked for only the set that signed it", async () => {
    const [early, late] = [await asked(app, "?from=4&limit=1"), await asked(app, "?from=5&limit=1")];
    same([heightsOf(early), heightsOf(late)], [[4], [5]]);
    yes(Object.keys(early.validators)[0] !== Object.keys(late.validators)[0]);
  });

  it("are left out where the node has none", async () => {
    const without = await appOf({ logLevel: "silent" } as HttpOptions);
    const lacking = {
      ...sealsOf({ genesis, history }, store),
      at: (height: number) => (height < 6 ? undefined : store.at(height)),
    };
    sealRoutes(without, {
      node: { genesis, history: { ...history, height: ledger.height, base: asHeight(4) }, seals: lacking },
    });
    await without.ready();
    same(heightsOf(await asked(without, "?from=1&limit=5")), [6, 7, 8]);
    await without.close();
  });
});
