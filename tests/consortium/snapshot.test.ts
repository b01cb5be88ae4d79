import { ok, deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import type { OrganisationId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import type { Command } from "@meridian/kernel/transaction";
import { writeEngineHome } from "@meridian/meridian-app/consortium/engine-home";
import { readSettings, writeSettings } from "@meridian/meridian-app/consortium/settings";
import { trustOf } from "@meridian/network/trust";
import { verifyEvidence } from "@meridian/proof/verify";
import { HEALTH, HOSPITAL } from "../faults/people.ts";
import { checkAgreement } from "./checks.ts";
import { Consortium } from "./consortium.ts";
import { engineOrSkip } from "./engine.ts";
import type { MemberNode } from "./member-node.ts";
import { nodeIdOfMember, nodeSeedOf, VALIDATING, validatorKeyOf } from "./members.ts";

const { file: engineFile, skip } = engineOrSkip();
const COURT = "court" as OrganisationId;
const PATIENCE = 90_000;
const EVERY = 10;
const start = { snapshotEvery: EVERY };

type Standing = {
  readonly height: number;
  readonly historyFrom: number;
  readonly engine?: { readonly sealed: number; readonly sealedHash?: string };
};

describe("a member that joins with a snapshot", { skip }, () => {
  let network: Consortium;
  /** Height at which the newcomer was named, before the snapshot with which it joins. */
  let named = 0;
  before(async () => {
    const members = [...VALIDATING, COURT];
    network = await Consortium.open({
      ...{ name: "snapshot", port: 23_000, engineFile, members, later: [COURT] },
      start: Object.fromEntries(members.map((member) => [member, start])),
    });
  });
  after(() => network?.close());

  const standing = async ({ url }: MemberNode) => (await (await fetch(`${url}/v1/standing`)).json()) as Standing;
  const ask = async (question: object) => {
    const body = JSON.stringify(question);
    const headers = { "content-type": "application/json" };
    return fetch(`${network.node(HOSPITAL).url}/v1/engine`, { method: "POST", headers, body });
  };

  it("is told by a member's node what its light client asks, and nothing else", () =>
    network.told(async () => {
      const commit = await ask({ jsonrpc: "2.0", id: 3, method: "commit", params: { height: "1" } });
      const { id, result } = (await commit.json()) as { id: number; result: { signed_header: { header: object } } };
      same([commit.status, id, "app_hash" in result.signed_header.header], [200, 3, true]);
      const high = await ask({ jsonrpc: "2.0", id: 4, method: "validators", params: { height: "1000000", page: "1" } });
      ok((await high.text()).includes("must be less than or equal to"), "the engine's own words");
      for (const method of ["broadcast_tx_sync", "dial_peers", "status", "genesis"]) {
        const refused = await ask({ jsonrpc: "2.0", id: 5, method, params: {} });
        same([method, refused.status], [method, 400]);
      }
    }));

  it("fetches a state instead of the blocks that led there, through the members' APIs", () =>
    network.told(async () => {
      const { clients } = network;
      const [publicKey, nodes] = [validatorKeyOf(COURT), [nodeIdOfMember(COURT)]];
      const candidate = {
        domain: "validator",
        type: "candidate",
        organisation: COURT,
        control: COURT,
        publicKey,
        nodes,
      };
      const by = [COURT, `validator of ${COURT}`];
      ({ height: named } = await clients.commit([candidate as Command], by, network.node(HOSPITAL), PATIENCE));
      await network.until("a snapshot is ready", isSnapshotReady, PATIENCE);
      await prepareToSync();
      await network.start(COURT);
      await network.until("the state is in place", () => court().log.includes("snapshot is in place"), PATIENCE / 2);
      await network.probe(PATIENCE);
      const { sync_info } = (await court().rpc("status")) as { sync_info: { earliest_block_height: string } };
      ok(
        Number(sync_info.earliest_block_height) > EVERY,
        `its engine has blocks from ${sync_info.earliest_block_height}`,
      );
      await checkAgreement(network);
      const height = await network.settled();
      const [own, theirs] = await Promise.all([standing(court()), standing(network.node(HOSPITAL))]);
      same([own.height, own.historyFrom, own.engine?.sealed], [height, 1, theirs.engine?.sealed]);
      same(own.engine?.sealedHash, theirs.engine?.sealedHash);
    }));

  it("takes transactions, and makes evidence of what came before and after it", () =>
    network.told(async () => {
      const rename = { domain: "organisation", type: "rename", id: COURT, name: { zh: "法院", en: "Newcomer" } };
      const { height } = await network.clients.commit([rename as Command], [COURT], court(), PATIENCE);
      const later = await evidence(`/v1/evidence/events/${height}/0`);
      same(verdictOf(later), [true, true, undefined]);
      const before = await evidence(`/v1/evidence/events/${named}/0`);
      same(verdictOf(before), [true, true, undefined]);
      const record = await evidence(`/v1/evidence/records/organisation/${COURT}`);
      same(verdictOf(record), [true, true, undefined]);
    }));

  it("goes on after it was stopped, where it was", () =>
    network.told(async () => {
      await court().stop();
      await network.start(COURT);
      await network.probe(PATIENCE);
      same(court().log.split("snapshot is in place").length, 2, "no second snapshot");
      await checkAgreement(network);
    }));

  const court = (): MemberNode => network.node(COURT);
  async function isSnapshotReady(): Promise<boolean> {
    await network.clients.decide(network.clients.trivial(), () => network.running, PATIENCE);
    return network.running.every(({ log }) => log.includes("is ready for nodes that join"));
  }

  /** As `node join --snapshot` writes it. */
  async function prepareToSync(): Promise<void> {
    const { folder } = court().place;
    const read = readSettings(folder);
    const settings = read.ok ? read.value : undefined;
    const { engine } = await standing(network.node(HEALTH));
    ok(settings !== undefined && engine?.sealedHash !== undefined);
    const rpcServers = [HOSPITAL, HEALTH].map((member) => `${network.node(member).url}/v1/engine`);
    const { sealed: trustHeight, sealedHash: trustHash } = engine;
    const stateSync = { rpcServers, trustHeight, trustHash, trustPeriod: "168h0m0s" };
    const changed = { ...settings, stateSync };
    writeSettings(folder, changed);
    writeEngineHome({
      folder,
      genesis: network.genesis,
      settings: changed,
      nodeKeySeed: new Secret(nodeSeedOf(COURT)),
    });
  }

  async function evidence(path: string): Promise<string> {
    let text = "";
    const isThere = async () => {
      const answer = await fetch(`${court().url}${path}`);
      text = await answer.text();
      return answer.ok;
    };
    await network.until(`${path} is answered`, isThere, PATIENCE).catch((error: Error) => {
      throw new Error(`${error.message}: ${text}`);
    });
    return text;
  }

  function verdictOf(file: string) {
    const { ok: holds, trusted, fault } = verifyEvidence(file, trustOf(network.genesis));
    return [holds, trusted, fault];
  }
});
