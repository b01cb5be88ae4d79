import { ok as holds, deepStrictEqual as same } from "node:assert";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import type { OrganisationId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { Client } from "@meridian/client/client";
import { engineFile, needsEngine } from "@meridian/consensus-comet/engine/trial.conformance";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import type { Command } from "@meridian/kernel/transaction";
import { rulesOf } from "@meridian/network/rules";
import { type Evidence, writeEvidence } from "@meridian/proof/evidence";
import { verifyEvidence } from "@meridian/proof/verify";
import { checkLedger } from "../evidence/chain.ts";
import { evidenceOfEvent, evidenceOfRecord, trustOf } from "../evidence/evidence.ts";
import { FolderLedger, genesisFileIn } from "../evidence/folder.ts";
import type { EvidenceSource } from "../evidence/source.ts";
import { localTransport } from "../node/local-transport.ts";
import { MeridianNode } from "../node/node.ts";
import { openTestNetwork, seedOf, signerOf, testGenesis } from "../node/test-network.conformance.ts";
import { closingOf, engineGenesisOf, prepareMove } from "./move.ts";
import { nodeIdOfSeed } from "./node-key.ts";
import { readSettings } from "./settings.ts";

const PORT = 24_100;
const MEMBERS = ["health-commission", "court", "insurance-authority", "drug-authority"];
const root = mkdtempSync(join(tmpdir(), "meridian-move-"));
const old = join(root, "old");
after(() => rmSync(root, { recursive: true, force: true }));
const genesis = testGenesis();
const trust = trustOf(genesis);

const consensusSeed = (member: string) => new Secret(seedOf(`consensus of ${member}`));
const nodeSeed = (member: string) => new Secret(seedOf(`node of ${member}`));
const folderOf = (member: string): string => join(root, member);
const command = (domain: string, type: string, rest: object) => ({ domain, type, ...rest }) as Command;
const naming = (id: string, en: string): Command => command("organisation", "rename", { id, name: { zh: id, en } });

const opening = command("validator", "open", {
  validators: MEMBERS.map((organisation) => ({
    organisation,
    publicKey: toHex(publicKeyOf(consensusSeed(organisation).reveal())),
    power: 1,
    control: organisation,
    nodes: [nodeIdOfSeed(nodeSeed(organisation))],
  })),
  rules: { doubleSigning: "suspend", sharedControl: "refused" },
});

/** A network in one process in which something happens, and whose members then open a set of their own. */
async function closed() {
  const network = await openTestNetwork({ folder: old, genesis });
  await network.commit([naming("pharmacy", "Before")], ["pharmacy"]);
  const deadline = network.node.time + 7 * 86_400;
  const proposal = { id: "move", subject: "consortium", action: opening, deadline };
  await network.commit([command("governance", "propose", proposal)], ["court"]);
  for (const voter of [...MEMBERS, "hospital", "pharmacy"]) {
    if (network.node.height > 0 && (await isOpen(network.node))) break;
    await network.commit([command("governance", "vote", { id: "move", choice: "yes" })], [voter]);
  }
  holds(await isOpen(network.node), "the members have opened the set");
  const late = await network.client.send([naming("pharmacy", "Late")], [signerOf("pharmacy")]);
  await network.node.stop();
  return { late };
}
const isOpen = async ({ engine }: EvidenceSource): Promise<boolean> =>
  (await engine.proveRecord("validator/set")).value !== null;

const peerOf = (member: string) => ({
  nodeId: nodeIdOfSeed(nodeSeed(member)),
  host: "127.0.0.1",
  port: PORT + 3 * MEMBERS.indexOf(member),
});

async function prepared(member: string): Promise<void> {
  const ledger = new FolderLedger(old, genesis);
  const closing = await closingOf(ledger);
  ledger.close();
  holds(closing.ok);
  const { port } = peerOf(member);
  await prepareMove({
    from: { folder: old, genesis, closing: closing.value },
    to: folderOf(member),
    settings: {
      organisation: member as OrganisationId,
      p2p: { host: "127.0.0.1", port },
      rpcPort: port + 1,
      apiPort: port + 2,
      peers: MEMBERS.filter((other) => other !== member).map(peerOf),
    },
    nodeKeySeed: nodeSeed(member),
    validatorKeySeed: consensusSeed(member),
  });
}

function settingsOf(folder: string) {
  const settings = readSettings(folder);
  return settings.ok ? settings.value : undefined;
}

async function opened(member: string): Promise<MeridianNode> {
  const settings = settingsOf(folderOf(member));
  holds(settings);
  const failures: Error[] = [];
  return MeridianNode.open({
    folder: folderOf(member),
    genesis,
    consortium: { settings, engineFile },
    onFailure: (error) => failures.push(error),
  });
}

async function verified(answer: ReturnType<typeof evidenceOfEvent>): Promise<Evidence> {
  const result = await answer;
  holds(result.ok, result.ok ? "" : JSON.stringify(result.error));
  const report = verifyEvidence(writeEvidence(result.value), trust);
  same([report.ok, report.trusted, report.fault], [true, true, undefined]);
  return result.value;
}
const handovers = ({ handovers: them = [] }: Evidence) => them.map(({ header }) => Number(header.height));
const eventAt = (source: EvidenceSource, height: number) =>
  evidenceOfEvent(source, { height: height as never, position: 0 }, { milliseconds: 10_000 });

function checkedThrough(folder: string) {
  const ledger = new FolderLedger(folder, genesis);
  const checking = checkLedger(rulesOf(genesis), ledger.store, genesis, ledger.seals);
  let reached = 0;
  try {
    for (let step = checking.next(); ; step = checking.next()) {
      if (step.done === true) return { reached, fault: step.value };
      reached = step.value;
    }
  } finally {
    ledger.close();
  }
}

/** Started again, the members dismiss one of them, and something happens under the smaller set. */
async function afterRestart(height: number): Promise<{ readonly announced: number; readonly happened: number }> {
  const nodes = await Promise.all(MEMBERS.map(opened));
  const [one] = nodes;
  holds(one);
  try {
    const client = new Client(localTransport(one), randomBytes);
    const commit = async (what: Command, by: string): Promise<number> => {
      const sent = await client.send([what], [signerOf(by)]);
      holds(sent.status === "committed", JSON.stringify(sent));
      return sent.receipt.height;
    };
    const action = command("validator", "dismiss", { organisation: "drug-authority" });
    const proposal = { id: "smaller", subject: "validator", action, deadline: one.time + 7 * 86_400 };
    await commit(command("governance", "propose", proposal), "court");
    let decided = 0;
    for (const voter of ["health-commission", "court", "insurance-authority"])
      decided = await commit(command("governance", "vote", { id: "smaller", choice: "yes" }), voter);
    let happened = 0;
    // The smaller set signs from the second block after the decision on.
    while (happened < decided + 3) happened = await commit(naming("pharmacy", `Later ${happened}`), "pharmacy");
    const evidence = await verified(eventAt(one, happened));
    const [move, announced = 0, ...more] = handovers(evidence);
    same([move, evidence.next.validators.length, more], [height, 3, []]);
    holds(announced > decided);
    return { announced, happened };
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
  }
}

describe("a chain that leaves one process for CometBFT", () => {
  let height = 0;
  it("ends with a block that announces the members", async () => {
    const { late } = await closed();
    same(late, { status: "rejected", rejection: { code: "ledger/handed-over" } });
    const ledger = new FolderLedger(old, genesis);
    const closing = await closingOf(ledger);
    holds(closing.ok, JSON.stringify(closing));
    height = closing.value.height;
    const start = engineGenesisOf(genesis, closing.value);
    same([start.initialHeight, start.validators.length, start.chainId], [height + 1, 4, genesis.network]);
    holds(start.genesisTime.seconds > closing.value.header.time.seconds);
    ledger.close();
    same(checkedThrough(old), { reached: height, fault: undefined });
  });

  it("makes a folder for every member, twice alike, and none of a chain that has not ended", async () => {
    for (const member of MEMBERS) await prepared(member);
    const file = genesisFileIn(join(folderOf("court"), "engine", "config"));
    const first = readFileSync(file, "utf8");
    await prepared("court");
    same(readFileSync(file, "utf8"), first);
    same(readFileSync(genesisFileIn(join(folderOf("drug-authority"), "engine", "config")), "utf8"), first);
    same(settingsOf(folderOf("court"))?.initialHeight, height + 1);
    const network = await openTestNetwork();
    const ledger = new FolderLedger(network.folder, genesis);
    const open = await closingOf(ledger);
    same(!open.ok && open.error.code, "set-not-open");
    ledger.close();
    await network.close();
  });

  it(
    "goes on under the real engine, and old and new evidence verify for who knows only the first validators",
    needsEngine(),
    async () => {
      const nodes = await Promise.all(MEMBERS.map(opened));
      const [one, two] = nodes;
      let happened = 0;
      holds(one && two);
      try {
        const client = new Client(localTransport(one), randomBytes);
        const sent = await client.send([naming("pharmacy", "After")], [signerOf("pharmacy")]);
        holds(sent.status === "committed", JSON.stringify(sent));
        holds(sent.receipt.height > height);
        happened = sent.receipt.height;
        for (let waited = 0; two.height < sent.receipt.height && waited < 10_000; waited += 20)
          await new Promise((later) => setTimeout(later, 20));
        for (const node of [one, two]) {
          same(handovers(await verified(eventAt(node, 3))), []);
          same(handovers(await verified(eventAt(node, sent.receipt.height))), [height]);
          const record = await verified(evidenceOfRecord(node, "organisation", "pharmacy", { milliseconds: 10_000 }));
          same([handovers(record), Object.values(record.trust.organisations).length], [[height], 4]);
        }
      } finally {
        await Promise.all(nodes.map((node) => node.stop()));
      }
      const changed = await afterRestart(height);
      for (const member of MEMBERS.slice(0, 2)) {
        const { reached, fault } = checkedThrough(folderOf(member));
        same(fault, undefined);
        holds(reached > height);
        const ledger = new FolderLedger(folderOf(member), genesis);
        const again = await closingOf(ledger);
        same(!again.ok && again.error.code, "moved-already");
        same(handovers(await verified(eventAt(ledger, happened))), [height]);
        same(handovers(await verified(eventAt(ledger, changed.happened))), [height, changed.announced]);
        ledger.close();
      }
    },
  );
});
