import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex, utf8 } from "@meridian/base/bytes";
import { Secret } from "@meridian/base/secret";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { decodeTransaction } from "@meridian/ledger/decode";
import { firstBadSignature } from "@meridian/ledger/signing";
import { GENESIS_TIME, NETWORK, rules } from "@meridian/ledger/toy.conformance";
import { findEngine } from "./engine/binary.ts";
import { writeHome } from "./engine/home.ts";
import { EngineProcess } from "./engine/process.ts";
import type { Log, Verifier } from "./ports.ts";

/** A real engine with one validator, for tests: its home, its process, and where its socket and its RPC are. */

export const engineFile = ((): string | undefined => {
  const found = findEngine();
  if (found.ok) return found.value.file;
  process.stderr.write(`NO ENGINE, so nothing of CometBFT is tried here: ${JSON.stringify(found.error)}\n`);
  return undefined;
})();
/** Where the engine must be there, its lack is a failure. */
export const needsEngine: boolean = process.env["CI"] === "true";

/** Checks in this thread what a node checks in another one. */
export const verifier: Verifier = {
  verify: (transactions) =>
    Promise.resolve(
      transactions.map((bytes) => {
        const decoded = decodeTransaction(bytes);
        if (!decoded.ok) return undefined;
        const { id, payloadBytes: payload, signatures } = decoded.value;
        return firstBadSignature({ payload, signatures }, rules.relyingParty) === undefined ? id : undefined;
      }),
    ),
};

const LOUD = process.env["ENGINE_LOG"] === "true";
export const log: Log = (level, message, data) => {
  if (LOUD) process.stderr.write(`${level} ${message} ${JSON.stringify(data ?? {})}\n`);
};

export type TestEngine = {
  readonly socket: string;
  readonly rpcPort: number;
  readonly process: () => EngineProcess;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
  readonly dispose: () => Promise<void>;
};

/** An engine that is prepared and not started. It uses the port given and the one after it. */
export function prepareEngine(
  file: string,
  port: number,
  options: { readonly initialHeight?: number } = {},
): TestEngine {
  const folder = mkdtempSync(join(tmpdir(), "meridian-comet-"));
  const home = join(folder, "engine");
  const socket = join(folder, "abci.sock");
  const seed = new Secret(sha256(utf8("validator of tests")));
  writeHome(home, {
    genesis: {
      chainId: NETWORK,
      genesisTime: { seconds: GENESIS_TIME, nanos: 0 },
      initialHeight: options.initialHeight ?? 1,
      validators: [{ publicKey: toHex(publicKeyOf(seed.reveal())), power: 1, name: "one" }],
      appState: {},
    },
    nodeKeySeed: new Secret(sha256(utf8("node of tests"))),
    validatorKeySeed: seed,
    abciSocket: socket,
    p2p: { host: "127.0.0.1", port },
    rpcPort: port + 1,
    peers: [],
  });
  let engine: EngineProcess | undefined;
  const stop = async (): Promise<void> => {
    await engine?.stop();
    engine = undefined;
  };
  return {
    socket,
    rpcPort: port + 1,
    process: () => engine as EngineProcess,
    start: () => {
      engine = new EngineProcess({ file, home, log, backOff: { first: 50, last: 500, calm: 60_000 } });
      engine.start();
    },
    stop,
    dispose: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
