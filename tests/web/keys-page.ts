import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { utf8 } from "@meridian/base/bytes";
import type { Commitment, PersonId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { hashText } from "@meridian/base/shape";
import type { DeskNode, DeskSessions, OwnKey, SigningHands } from "@meridian/client/desk";
import type { Signer } from "@meridian/client/signer";
import { sha256 } from "@meridian/crypto/hash";
import type { Command } from "@meridian/kernel/transaction";
import type { GenesisDocument } from "@meridian/network/genesis";
import { Custody } from "../../apps/meridian/src/custody/custody.ts";
import { type HttpServer, startHttp } from "../../apps/meridian/src/http/server.ts";
import {
  HOSPITAL,
  openTestNetwork,
  publicKeyHexOf,
  seedOf,
  signerOf,
  staffTestNetwork,
  type TestNetwork,
  testGenesis,
} from "../../apps/meridian/src/node/test-network.conformance.ts";
import { freePort } from "./served.ts";

/** What the page of these tests puts at hand, as `desk`. */
export type PageDesk = {
  readonly node: DeskNode;
  readonly sessions: DeskSessions & {
    ownSigner(key: Pick<OwnKey, "kind" | "publicKey">): Signer;
    shareDocuments(publicKey: string): Promise<boolean>;
    makeRecoveryCode(): Promise<string | undefined>;
    unlockWithRecovery(code: string): Promise<boolean>;
  };
  /** Signs, sends and waits: `committed`, or the code of what was against it. */
  perform(commands: readonly Command[], hands?: SigningHands): Promise<string>;
  /** The patient's copy of a document, as text. */
  copy(commitment: string): Promise<string>;
  /** The unlocked document key in hexadecimal. */
  documentKey(): Promise<string | undefined>;
  /** Another session in this tab, as a frame of its own name would have it. */
  inScope(scope: string): DeskSessions;
};

const PAGE = `
import { textOf, toHex } from "@meridian/base/bytes";
import { canonicalBytes } from "@meridian/base/json";
import { transactionOf } from "@meridian/client/client";
import { signersDigestOf } from "@meridian/kernel/signers";
import { openPatientCopy } from "@meridian/node-browser/copy";
import { browserNode } from "@meridian/node-browser/node";
import { BrowserSessions } from "@meridian/node-browser/sessions";

const inScope = (scope) => new BrowserSessions("", scope);
const sessions = inScope("tab");
const node = browserNode(sessions.wire);
globalThis.desk = {
  node,
  sessions,
  inScope,
  async perform(commands, hands) {
    const { network, height } = await node.standing();
    const nonce = toHex(crypto.getRandomValues(new Uint8Array(16)));
    const signers = signersDigestOf(await sessions.signingKeys(hands));
    const payload = canonicalBytes({ network, commands, nonce, validUntil: height + 500, signers });
    const { id, transaction } = transactionOf(payload, await sessions.signPayload(payload, hands));
    const submitted = await node.submit(transaction);
    if (!submitted.ok) return submitted.error.code;
    const { outcome } = await node.receipt(id, 10_000);
    return outcome.status === "committed" ? "committed" : outcome.rejection.code;
  },
  copy: async (commitment) => textOf(await openPatientCopy(sessions, commitment)),
  documentKey: async () => {
    const secret = await sessions.documentKey();
    return secret === undefined ? undefined : toHex(secret);
  },
};
document.body.dataset.ready = "yes";
`;
const ROOT = join(import.meta.dirname, "../..");

/** Builds the page as the web app is built; answers all that it consists of. */
function build(folder: string): string {
  mkdirSync(folder);
  const config = join(folder, "vite.config.mjs");
  const options = {
    root: ROOT,
    logLevel: "warn",
    publicDir: false,
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: "es2023",
      rollupOptions: { input: "virtual:page", output: { entryFileNames: "page.js" } },
    },
  };
  writeFileSync(
    config,
    `const page = ${JSON.stringify(PAGE)};
const plugin = {
  name: "page",
  resolveId: (id) => (id === "virtual:page" ? "\\0virtual:page" : undefined),
  load: (id) => (id === "\\0virtual:page" ? page : undefined),
};
export default { ...${JSON.stringify(options)}, plugins: [plugin] };`,
  );
  const arguments_ = [join(ROOT, "node_modules/vite/bin/vite.js"), "build", "--config", config];
  const built = spawnSync(process.execPath, [...arguments_, "--configLoader", "native"], { cwd: ROOT });
  if (built.status !== 0) throw new Error(`the page could not be built: ${built.stderr}${built.stdout}`);
  writeFileSync(
    join(folder, "index.html"),
    '<!doctype html><html lang="en"><title>keys</title><body><script type="module" src="/page.js"></script></body></html>',
  );
  const scripts = globSync("**/*.js", { cwd: folder });
  return scripts.map((script) => readFileSync(join(folder, script), "utf8")).join("\n");
}

/** One for each test: a person has eight keys at most. */
export const PATIENTS = Array.from({ length: 20 }, (_, at) => `p-${at + 1}` as PersonId);

function genesisFor(url: string): GenesisDocument {
  const genesis = testGenesis();
  const patients = PATIENTS.map((id) => ({
    domain: "person",
    type: "register",
    id,
    kind: "patient",
    identity: hashText<Commitment>(sha256(utf8(`identity of ${id}`))),
    key: { kind: "ed25519", publicKey: publicKeyHexOf(id) },
  }));
  const commands = [...genesis.commands, ...patients] as GenesisDocument["commands"];
  return { ...genesis, relyingParty: { id: "localhost", origins: [url] }, commands };
}

export type KeysPage = {
  readonly url: string;
  readonly network: TestNetwork;
  /** The built scripts, one after the other. */
  readonly script: string;
  /** The node no longer answers; its sessions are gone. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
};

/** A test network whose passkeys belong to the page that its node serves. */
export async function servedKeysPage(): Promise<KeysPage> {
  const temporary = mkdtempSync(join(tmpdir(), "meridian-keys-"));
  const webFolder = join(temporary, "web");
  const script = build(webFolder);
  rmSync(join(webFolder, "vite.config.mjs"));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const network = await openTestNetwork({ genesis: genesisFor(url) });
  await staffTestNetwork(network);
  const { node, folder } = network;
  const custody = await Custody.open({
    folder,
    node,
    masterKeys: new Map([[HOSPITAL, new Secret(seedOf("master key"))]]),
    signerOf: (organisation) => (organisation === HOSPITAL ? signerOf(HOSPITAL) : undefined),
  });
  let server: HttpServer | undefined;
  const start = async (): Promise<void> => {
    server = await startHttp({ node, folder, custody, port, webFolder, logLevel: "silent" });
  };
  const stop = async (): Promise<void> => {
    await server?.close();
    server = undefined;
  };
  await start();
  return {
    url,
    network,
    script,
    start,
    stop,
    close: async () => {
      await stop();
      await custody.close();
      await network.close();
      rmSync(temporary, { recursive: true, force: true });
    },
  };
}
