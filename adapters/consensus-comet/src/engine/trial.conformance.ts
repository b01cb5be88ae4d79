import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { toHex, utf8 } from "@meridian/base/bytes";
import { Secret } from "@meridian/base/secret";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { findEngine } from "./binary.ts";
import type { EngineGenesis } from "./genesis.ts";
import { type HomeOptions, writeHome } from "./home.ts";
import { nodeIdOf } from "./keys.ts";

/** Networks of real engines for tests. Every part of a name's key follows from the name. */

export const seedOf = (name: string): Secret<Uint8Array> => new Secret(sha256(utf8(`trial ${name}`)));
const keyOf = (name: string): Uint8Array => publicKeyOf(seedOf(name).reveal());

const found = findEngine();
/** The engine's file, or "" where there is none. */
export const engineFile: string = found.ok ? found.value.file : "";

/** The engine of fault tests whose clock can be set wrong (`engine/README.md`). */
export const testClockFile: string = resolve(import.meta.dirname, "../../../../engine/bin/cometbft-test-clock");

/** For `it`: says aloud that a test is left out for want of the engine, and lets nobody leave it out in CI. */
export const needsEngine = (): { readonly skip: string | false } => needs(engineFile, "npm run engine");
export const needsTestClock = (): { readonly skip: string | false } =>
  needs(testClockFile, "npm run engine -- --test-clock");

function needs(file: string, build: string): { readonly skip: string | false } {
  if (existsSync(file)) return { skip: false };
  if (process.env["CI"] === "true") throw new Error(`CI must run the tests with the real engine: ${build}`);
  return { skip: `NOT TESTED: there is no engine here; build it with ${build}` };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

export type Place = {
  readonly name: string;
  readonly home: string;
  readonly p2pPort: number;
  readonly rpcPort: number;
};

export const genesisFor = (names: readonly string[]): EngineGenesis => ({
  chainId: "trial",
  genesisTime: { seconds: 1_767_225_600, nanos: 123_456_789 },
  initialHeight: 1,
  validators: names.map((name) => ({ publicKey: toHex(keyOf(`${name} vote`)), power: 1, name })),
  appState: {},
});

/** Homes of validators on the loopback interface that dial each other; `app` as in `HomeOptions.abciSocket`. */
export async function homesOf(
  names: readonly string[],
  app: (name: string) => string,
  more: Partial<HomeOptions> = {},
): Promise<{ readonly places: readonly Place[]; readonly remove: () => void }> {
  const root = mkdtempSync(join(tmpdir(), "meridian-engine-"));
  const places: Place[] = [];
  for (const name of names)
    places.push({ name, home: join(root, name), p2pPort: await freePort(), rpcPort: await freePort() });
  for (const { name, home, p2pPort, rpcPort } of places)
    writeHome(home, {
      genesis: genesisFor(names),
      nodeKeySeed: seedOf(name),
      validatorKeySeed: seedOf(`${name} vote`),
      abciSocket: app(name),
      p2p: { host: "127.0.0.1", port: p2pPort },
      rpcPort,
      peers: places
        .filter((other) => other.name !== name)
        .map((other) => ({ nodeId: nodeIdOf(keyOf(other.name)), host: "127.0.0.1", port: other.p2pPort })),
      ...more,
    });
  return { places, remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) };
}

/** One call of the engine's RPC; undefined while nobody answers. */
export async function call(rpcPort: number, path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${rpcPort}/${path}`, { signal: AbortSignal.timeout(5_000) });
    const { result } = (await answer.json()) as { readonly result?: Readonly<Record<string, unknown>> };
    return result;
  } catch {
    return undefined;
  }
}

/** Height of the engine's last block; 0 while it does not answer. */
export async function heightAt(rpcPort: number): Promise<number> {
  const status = await call(rpcPort, "status");
  const sync = status?.["sync_info"] as { readonly latest_block_height?: string } | undefined;
  return Number(sync?.latest_block_height ?? 0);
}

/** Waits until it holds, at most so many milliseconds. Whether it came to hold. */
export async function comesTrue(holds: () => boolean | Promise<boolean>, milliseconds = 30_000): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    if (await holds()) return true;
    await new Promise((later) => setTimeout(later, 50));
  }
  return false;
}

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
