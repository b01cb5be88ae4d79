import { ok as holds, deepStrictEqual as same } from "node:assert";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { toHex, utf8 } from "@meridian/base/bytes";
import { canonicalText } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { Client } from "@meridian/client/client";
import { sha256 } from "@meridian/crypto/hash";
import { HttpTransport } from "@meridian/http-fetch/http-transport";
import type { Command } from "@meridian/kernel/transaction";
import { Keystore } from "../keystore/keystore.ts";
import { HOSPITAL, publicKeyHexOf, seedOf, signerOf, testGenesis } from "../node/test-network.conformance.ts";
import { runs, starts } from "./io.conformance.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const SENT_MAX = 1_500;
const SMALL_DISK = new URL("./small-disk.conformance.ts", import.meta.url).href;

describe("a node whose disk is full", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "meridian-cli-full-"));
    const genesis = testGenesis();
    writeFileSync(join(folder, "genesis.json"), canonicalText(genesis));
    for (const { organisation } of genesis.validators) {
      const seed = new Secret(seedOf(`validator of ${organisation}`));
      holds(new Keystore(folder).add(`validator-${organisation}`, undefined, seed).ok);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Starts a node, of which one file has little room, as a process of its own, and sends until it has ended. */
  async function filled(file: string, pages: number) {
    const argv = ["--disable-warning=ExperimentalWarning", "--import", SMALL_DISK, MAIN, "node", "start"];
    const env = { ...process.env, MERIDIAN_SMALL_FILE: file, MERIDIAN_SMALL_PAGES: String(pages), LANG: "en" };
    const child = spawn(process.execPath, [...argv, "--data", folder, "--port", "0", "--json"], { env });
    let [out, err] = ["", ""];
    const up = Promise.withResolvers<string>();
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      if (out.includes("}")) up.resolve(JSON.parse(out).url);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const kept: string[] = [];
    void ended.then(() => up.reject(new Error(err)));
    const url = await up.promise;
    for (let n = 0; child.exitCode === null && n < SENT_MAX; n++) {
      const id = await registered(url, n);
      if (id !== undefined) kept.push(id);
    }
    const late = setTimeout(() => child.kill("SIGKILL"), 30_000);
    const exit = await ended;
    clearTimeout(late);
    return { exit, err, kept };
  }

  async function registered(url: string, n: number): Promise<string | undefined> {
    const id = `p-${String(n).padStart(6, "0")}`;
    const identity = toHex(sha256(utf8(id)));
    const key = { kind: "ed25519", publicKey: publicKeyHexOf(id) };
    const command = { domain: "person", type: "register", id, kind: "patient", identity, key } as Command;
    const client = new Client(new HttpTransport({ url }), randomBytes);
    const sending = client.send([command], [signerOf(HOSPITAL), signerOf(id)]).catch(() => undefined);
    const done = await Promise.race([sending, later(3_000, undefined, { ref: false })]);
    return done?.status === "committed" ? done.receipt.id : undefined;
  }

  for (const [file, pages] of [
    ["state.db", 60],
    ["index.db", 1],
    ["views.db", 4],
  ] as const)
    it(`ends once ${file} takes nothing more, says so once, and goes on with what it acknowledged`, async () => {
      // With the files as they are when the network begins.
      const first = await starts("node", "start", "--data", folder, "--port", "0");
      await first.stop();
      const { exit, err, kept } = await filled(file, pages);
      const { error } = JSON.parse(err);
      same([exit, error.code], [4, "disk-full"], err);
      same(error.data?.file, file === "views.db" ? undefined : join(folder, file));
      holds(error.happened.en.startsWith("The disk is full: ") && error.next.zh.includes("磁盘"));
      holds(kept.length > 0, "it took something before");
      const node = await starts("node", "start", "--data", folder, "--port", "0");
      const { url } = node.up as { readonly url: string };
      for (const id of kept.slice(-20)) {
        const shown = await runs("tx", "show", id, "--node", url, "--json");
        same([shown.exit, JSON.parse(shown.out).outcome?.status], [0, "committed"], shown.err + shown.out);
      }
      same((await node.stop()).exit, 0);
      const checked = await runs("ledger", "check", "--data", folder, "--json");
      same([checked.exit, JSON.parse(checked.out).ok], [0, true], checked.out);
    });
});
