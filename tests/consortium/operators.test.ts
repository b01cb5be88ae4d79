import { strictEqual as is, match, ok, deepStrictEqual as same } from "node:assert";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { toHex } from "@meridian/base/bytes";
import { readNodeId } from "@meridian/meridian-app/consortium/node-key";
import { addressOf } from "@meridian/proof/comet/validators";
import { runs } from "../../apps/meridian/src/cli/io.conformance.ts";
import { done, foundNetwork, type Operator, RunningNode, standing, until } from "./command-line.ts";
import { engineOrSkip } from "./engine.ts";

const { file: engineFile, skip } = engineOrSkip();
const PORT = 26_480;
const MEMBERS = ["hospital", "health-commission", "insurance-authority", "court"];
/** The member whose key is rotated and who is suspended; the others decide. */
const ONE = "court";
/** The member whose folder is lost in the end. */
const LOST = "insurance-authority";

describe("what operators do in a network that runs, by the command line", { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "meridian-operators-"));
  const running = new Map<string, RunningNode>();
  let operators: readonly Operator[] = [];
  const of = (organisation: string): Operator => {
    const found = operators.find((each) => each.organisation === organisation);
    ok(found);
    return found;
  };
  const others = () => operators.filter(({ organisation }) => organisation !== ONE);

  before(async () => {
    operators = await foundNetwork(folder, PORT, MEMBERS);
    for (const operator of operators) start(operator);
    for (const node of running.values()) await node.up();
    for (const operator of operators) await until("a first block", isAt(operator, 1));
  });
  after(async () => {
    await Promise.all([...running.values()].map((node) => node.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  function start(operator: Operator): void {
    running.set(operator.organisation, new RunningNode(operator, engineFile));
  }
  async function restart(operator: Operator): Promise<void> {
    await done("node", "stop", "--data", operator.folder);
    start(operator);
    await running.get(operator.organisation)?.up();
    await until("its engine answers", async () => (await standing(operator))?.engine !== undefined);
  }
  const isAt = (operator: Operator, height: number) => async () => ((await standing(operator))?.height ?? 0) >= height;
  const act = (operator: Operator, ...argv: readonly string[]) =>
    done("network", ...argv, "--data", operator.folder, "--node", operator.url);
  const rows = async (table: string, operator: Operator = of("hospital")) => {
    const answer = await fetch(`${operator.url}/v1/views/${table}`);
    return ((await answer.json()) as { rows: { [column: string]: unknown }[] }).rows;
  };

  const seatOf = async (organisation: string) =>
    (await rows("validators")).find((row) => row["organisation"] === organisation)?.["public_key"];

  /** Something small that makes two blocks: a member names its node again. */
  const stir = () => act(of("hospital"), "nodes");
  const engineFileOf = (operator: Operator, ...names: readonly string[]): string =>
    readFileSync(join(operator.folder, "engine", ...names), "utf8");
  const addressOfKey = (publicKey: unknown): string =>
    toHex(addressOf(Buffer.from(String(publicKey), "hex"))).toUpperCase();

  /** Who signed the last block, as one engine has the commit. */
  async function signersOf(operator: Operator): Promise<readonly string[]> {
    const answer = await fetch(`http://127.0.0.1:${operator.rpcPort}/commit`);
    const { result } = (await answer.json()) as {
      result: { signed_header: { commit: { signatures: { validator_address: string; block_id_flag: number }[] } } };
    };
    return result.signed_header.commit.signatures.flatMap((each) =>
      each.block_id_flag === 2 ? [each.validator_address] : [],
    );
  }
  async function peersOf({ rpcPort }: Operator): Promise<readonly string[]> {
    const answer = await fetch(`http://127.0.0.1:${rpcPort}/net_info`);
    const { result } = (await answer.json()) as { result: { peers: { node_info: { id: string } }[] } };
    return result.peers.map(({ node_info }) => node_info.id);
  }
  const signs = (publicKey: unknown) => async () => {
    await stir();
    return (await signersOf(of("hospital"))).includes(addressOfKey(publicKey));
  };

  async function decide(...proposal: readonly string[]): Promise<void> {
    const [first] = others();
    ok(first);
    const { proposal: id } = await act(first, "propose", ...proposal);
    for (const operator of others()) {
      const { exit, out, err } = await runs(
        ...["network", "vote", String(id), "yes", "--data", operator.folder, "--node", operator.url],
      );
      ok(exit === 0 || out.includes("governance/closed"), out + err);
    }
    // The vote that decided was told by another node, a moment before this one has the block.
    const isPassed = (row: { readonly [column: string]: unknown }) =>
      row["proposal"] === id && row["status"] === "passed";
    await until(`${proposal.join(" ")} is passed`, async () => (await rows("proposals")).some(isPassed));
  }

  it("rotate a validator's key: the engine gets it after the block; it signs, and the old one no more", async () => {
    const one = of(ONE);
    const old = await seatOf(ONE);
    const before = engineFileOf(one, "config", "priv_validator_key.json");
    const unheard = await runs("network", "rotate-key", "--data", one.folder, "--node", "http://127.0.0.1:9");
    same([unheard.exit, engineFileOf(one, "config", "priv_validator_key.json") === before], [3, true]);

    const { publicKey, former } = await act(one, "rotate-key");
    is(former, old);
    const file = JSON.parse(engineFileOf(one, "config", "priv_validator_key.json"));
    same(toHex(Buffer.from(file.pub_key.value, "base64")), publicKey);
    const signed = JSON.parse(engineFileOf(one, "data", "priv_validator_state.json"));
    ok(Number(signed.height) >= 1);
    await restart(one);
    await until("the new key signs", signs(publicKey));
    const later = JSON.parse(engineFileOf(one, "data", "priv_validator_state.json"));
    ok(Number(later.height) > Number(signed.height));
    await until("it votes", async () => (await standing(one))?.engine?.power === 1);
    is((await signersOf(of("hospital"))).includes(addressOfKey(old)), false);
    is((await signersOf(of("hospital"))).length >= 3, true);
  });

  it("rotate again what was broken off between the block and the engine's file", async () => {
    const one = of(ONE);
    const file = join(one.folder, "engine", "config", "priv_validator_key.json");
    const before = readFileSync(file, "utf8");
    await stir();
    const { publicKey } = await act(one, "rotate-key");
    writeFileSync(file, before);
    const again = await act(one, "rotate-key");
    is(again["publicKey"], publicKey, "no third key");
    await restart(one);
    await until("the new key signs", signs(publicKey));
  });

  it("suspend a member: it leaves the set, and no node lets its node in", async () => {
    const one = of(ONE);
    await decide("suspend", ONE, "--reason", "decided-by-members");
    await until("it is out of the set", async () => !(await rows("validators")).some((r) => r["organisation"] === ONE));
    is((await rows("validators")).length, 3);
    await stir();
    await restart(one);
    // For an instant it may take a connection for one that the other side is about to refuse: the others are asked.
    const id = readNodeId(one.folder);
    for (let n = 0; n < 20; n++) {
      await later(250);
      for (const other of others()) same((await peersOf(other)).includes(id ?? ""), false);
    }
    const height = (await standing(one))?.height ?? 0;
    await stir();
    await until("the others go on", isAt(of("hospital"), height + 2));
    is((await standing(one))?.height, height);
  });

  it("reinstate it, let its node in, and vote it in again with a new key", async () => {
    const one = of(ONE);
    const through = ["--data", one.folder, "--node", of("hospital").url];
    await decide("reinstate", ONE);
    is((await rows("validators")).length, 3, "reinstated is not seated");
    const offered = await done("network", "candidate", ...through);
    const { publicKey, name } = offered["key"] as { publicKey: string; name: string };
    match(name, /^validator-/);
    await restart(one);
    const height = (await standing(of("hospital")))?.height ?? 0;
    await until("it has caught up", isAt(one, height));
    await decide("validator", ONE);
    await until("the new key signs", signs(publicKey));
    is((await rows("validators")).length, 4);
    await until("it votes", async () => (await standing(one))?.engine?.power === 1);
  });

  it("begin anew in a new folder with a seat: its key takes the seat, and signs", async () => {
    const lost = of(LOST);
    const [id, old] = [readNodeId(lost.folder), await seatOf(LOST)];
    await done("node", "stop", "--data", lost.folder);
    const anew: Operator = { ...lost, folder: join(folder, "anew") };
    mkdirSync(join(anew.folder, "keys"), { recursive: true });
    cpSync(join(lost.folder, "keys", `${LOST}.json`), join(anew.folder, "keys", `${LOST}.json`));
    operators = operators.map((operator) => (operator === lost ? anew : operator));
    const port = PORT + MEMBERS.indexOf(LOST);
    const who = ["--organisation", LOST, "--kind", LOST, "--p2p", `127.0.0.1:${port}`];
    await done("node", "init", ...who, "--data", anew.folder);
    const documents = [
      "--genesis",
      join(folder, "made", "genesis.json"),
      "--peers",
      join(folder, "made", "peers.json"),
    ];
    const ports = ["--rpc-port", String(lost.rpcPort), "--port", new URL(lost.url).port];
    const joining = ["node", "join", ...documents, ...ports, "--data", anew.folder];
    match((await runs(...joining, "--json")).err, /"code": "other-key"/);
    is((await done(...joining, "--new-key"))["validator"], false);
    const through = ["--data", anew.folder, "--node", of("hospital").url];
    const { nodes } = await done("network", "nodes", "--drop", String(id), ...through);
    same(nodes, [readNodeId(anew.folder)]);
    const { publicKey, former } = await done("network", "rotate-key", ...through);
    same([former, publicKey === old, await seatOf(LOST)], [old, false, publicKey]);
    start(anew);
    await running.get(LOST)?.up();
    await until("the new key signs", signs(publicKey));
    is((await signersOf(of("hospital"))).includes(addressOfKey(old)), false);
    await until("it votes", async () => (await standing(anew))?.engine?.power === 1);
  });
});
