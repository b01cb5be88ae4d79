import { ok, deepStrictEqual as same } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { equal, toHex, utf8 } from "@meridian/base/bytes";
import type { NetworkId, OrganisationId } from "@meridian/base/ids";
import { asSeconds } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { QUEUE_TRANSACTIONS_MAX } from "@meridian/base/limits";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { valueIn } from "@meridian/crypto/statemap";
import { keyHashOf, valueHashOf } from "@meridian/kernel/roots";
import { signedBytesOf } from "@meridian/kernel/signing";
import { decodeWire, encodeWire } from "@meridian/ledger/wire";
import type { GenesisDocument } from "@meridian/network/genesis";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { Engine } from "./engine.ts";
import type { CommittedBlock } from "./messages.ts";

const network = "engine-test" as NetworkId;
const seed = sha256(utf8("member"));
const key = { kind: "ed25519", publicKey: toHex(publicKeyOf(seed)) };
const name = (text: string) => ({ zh: text, en: text });
const genesis: GenesisDocument = {
  network,
  time: asSeconds(1_700_000_000),
  relyingParty: { id: "localhost", origins: ["http://localhost:8180"] },
  validators: [{ organisation: "court" as OrganisationId, publicKey: toHex(publicKeyOf(seed)), power: 1 }],
  commands: [{ domain: "organisation", type: "admit", id: "court", kind: "court", name: name("Court"), key } as never],
};

/** The court gives itself another name. */
function renaming(n: number, to = `Court ${n}`): Uint8Array {
  const commands = [{ domain: "organisation", type: "rename", id: "court", name: name(to) }];
  const payload = canonicalBytes({ network, commands, nonce: n.toString(16).padStart(32, "0"), validUntil: 500 });
  const signature = sign(seed, signedBytesOf(payload));
  return encodeWire({ payload, signatures: [{ kind: "ed25519", publicKey: publicKeyOf(seed), signature }] });
}

/** As dear to refuse as one can be made: eight signatures of passkeys. */
function dear(n: number): Uint8Array {
  const { payload } = decodeWire(renaming(n)) ?? { payload: new Uint8Array(1) };
  const signatures = Array.from({ length: 8 }, (_, at) => ({
    kind: "webauthn-p256" as const,
    publicKey: new Uint8Array(65).fill(at),
    authenticatorData: new Uint8Array(37),
    clientDataJSON: utf8("{}"),
    signature: new Uint8Array(64),
  }));
  return encodeWire({ payload, signatures });
}

function open(folder: string) {
  const blocks: CommittedBlock[] = [];
  const failures: Error[] = [];
  const engine = new Engine({
    genesis,
    stateFile: join(folder, "state.db"),
    ordering: {
      type: "embedded",
      validatorSeeds: [{ seed: sha256(utf8("validator")), power: 1 }],
      batchMilliseconds: 1,
      proofMilliseconds: 1,
    },
    onFailure: (error) => failures.push(error),
  });
  engine.onCommitted((block) => blocks.push(block));
  const outcomes = () => blocks.flatMap((block) => block.outcomes.map(({ status }) => status));
  /** Resolves with the first block that holds so many transactions counted from the start. */
  const after = async (transactions: number): Promise<void> => {
    for (let tries = 0; outcomes().length < transactions && tries < 400; tries++)
      await new Promise((later) => setTimeout(later, 5));
    same(outcomes().length >= transactions, true, "committed in time");
  };
  return { engine, blocks, failures, outcomes, after };
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "meridian-engine-"));
  try {
    await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("the engine and its threads", () => {
  it("takes in what can be verified in some seconds, by its cost and not its number, and more when that is done", () =>
    inFolder(async (folder) => {
      const { engine, after } = open(folder);
      await engine.ready();
      const answers = await Promise.all(Array.from({ length: 2_000 }, (_, n) => engine.submit(dear(n))));
      const codes = answers.map((answer) => answer?.code);
      const taken = codes.indexOf("ledger/queue-full");
      ok(taken > 900 && taken < 1_200, `${taken} were looked at`);
      same(new Set(codes.slice(0, taken)), new Set(["ledger/bad-signature"]));
      same(new Set(codes.slice(taken)), new Set(["ledger/queue-full"]));
      same(await engine.submit(renaming(1)), undefined);
      await after(1);
      await engine.stop();
    }));

  it("commits what it accepts, refuses what it must, and proves what it holds", () =>
    inFolder(async (folder) => {
      const { engine, blocks, after, outcomes } = open(folder);
      same((await engine.ready()).height, 0);
      const first = renaming(1);
      const forged = renaming(2).with(-1, 0);
      const answers = await Promise.all([first, first, forged, utf8("nothing")].map((bytes) => engine.submit(bytes)));
      same(
        answers.map((answer) => answer?.code),
        [undefined, "ledger/replayed", "ledger/bad-signature", "ledger/malformed"],
      );
      await after(1);
      same(outcomes(), ["committed"]);
      same((await engine.submit(first))?.code, "ledger/replayed");
      same(engine.waiting, 0);
      const proof = await engine.proveRecord("organisation/court");
      const held = valueIn(proof, keyHashOf("organisation/court"));
      ok(held !== undefined && proof.value !== null && equal(held, valueHashOf(proof.value)));
      same((await engine.proveRecord("organisation/nobody")).value, null);
      await engine.stop();
      same(engine.height, blocks.at(-1)?.height);
    }));

  it("gives every block once, in order", () =>
    inFolder(async (folder) => {
      const { engine, blocks, after } = open(folder);
      await engine.ready();
      for (let n = 0; n < 5; n++) {
        await engine.submit(renaming(n));
        await after(n + 1);
      }
      await engine.stop();
      same(
        blocks.map(({ height }) => Number(height)),
        blocks.map((_, i) => i + 1),
      );
    }));

  it("commits what it accepted before it stops, takes nothing afterwards, and goes on when it is opened again", () =>
    inFolder(async (folder) => {
      const first = open(folder);
      await first.engine.ready();
      const accepted = [1, 2, 3].map((n) => first.engine.submit(renaming(n)));
      const stopped = first.engine.stop();
      same((await first.engine.submit(renaming(4)))?.code, "ledger/shutting-down");
      same(await Promise.all(accepted), [undefined, undefined, undefined]);
      await stopped;
      same(first.outcomes(), ["committed", "committed", "committed"]);
      const second = open(folder);
      same((await second.engine.ready()).height, first.engine.height);
      same((await second.engine.submit(renaming(2)))?.code, "ledger/replayed");
      same(await second.engine.submit(renaming(4)), undefined);
      await second.after(1);
      await second.engine.stop();
      same([first.failures, second.failures], [[], []]);
      const store = new SqliteStateStore(join(folder, "state.db"), "reader");
      ok(new TextDecoder().decode(store.record("organisation/court")).includes("Court 4"));
      store.close();
    }));

  it("refuses with a code before anything is accepted when its queue is full", () =>
    inFolder(async (folder) => {
      const { engine } = open(folder);
      await engine.ready();
      const empty = new Uint8Array();
      const answers = Array.from({ length: QUEUE_TRANSACTIONS_MAX }, () => engine.submit(empty));
      same(await engine.submit(renaming(1)), { code: "ledger/queue-full", waiting: QUEUE_TRANSACTIONS_MAX });
      same(
        (await Promise.all(answers)).every((answer) => answer?.code === "ledger/malformed"),
        true,
      );
      same(await engine.submit(renaming(1)), undefined);
      await engine.stop();
    }));

  it("does not open a state that is not what was written", () =>
    inFolder(async (folder) => {
      const first = open(folder);
      await first.engine.ready();
      await first.engine.submit(renaming(1));
      await first.engine.stop();
      const { DatabaseSync } = await import("node:sqlite");
      const database = new DatabaseSync(join(folder, "state.db"));
      database.exec("UPDATE blocks SET body = zeroblob(100) WHERE height = (SELECT max(height) FROM blocks)");
      database.close();
      const second = open(folder);
      const failure = await second.engine.ready().then(
        () => undefined,
        (error: Error) => error,
      );
      ok(failure?.message.includes("is not what was written"), String(failure));
      same(second.failures.length, 1);
      await second.engine.stop();
    }));
});
