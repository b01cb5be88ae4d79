import { match, ok } from "node:assert";
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { DRUGS } from "../faults/people.ts";
import { checkAgreement } from "./checks.ts";
import { Consortium } from "./consortium.ts";
import { engineOrSkip } from "./engine.ts";

const { file: engineFile, skip: noEngine } = engineOrSkip();
const SIZE_MIB = 192;
const PATIENCE = 120_000;

/** A small file system of its own; only root may mount one. */
function smallDisk(): { readonly folder: string; readonly skip: false | string } {
  const folder = mkdtempSync(join(tmpdir(), "meridian-small-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE_MIB}m`, "tmpfs", folder], { stdio: "pipe" });
    return { folder, skip: false };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    console.error(`\nNOT RUN: no small disk can be mounted here, which needs root. ${String(error).split("\n")[0]}\n`);
    return { folder: "", skip: "needs the right to mount a tmpfs" };
  }
}

const { folder: disk, skip } = noEngine === false ? smallDisk() : { folder: "", skip: noEngine };

describe("a node whose disk is full", { skip }, () => {
  let network: Consortium;
  before(async () => {
    network = await Consortium.open({ name: "disk", port: 31_600, engineFile, folders: { [DRUGS]: disk } });
  });
  after(async () => {
    await network?.close().finally(() => {
      execFileSync("umount", ["-l", disk]);
      rmSync(disk, { recursive: true, force: true });
    });
  });

  it("stops and says so; the others go on; with room again it recovers", () =>
    network.told(async () => {
      const { clients } = network;
      const node = network.node(DRUGS);
      const rest = network.nodes.filter((each) => each !== node);
      const ballast = join(disk, "ballast");
      network.note("fill the disk");
      fill(ballast);
      const load = clients.load(() => rest, 20, PATIENCE);
      await node.ended(PATIENCE);
      console.log(`disk: the node said ${node.lastWords}`);
      network.note(`it says: ${node.lastWords.split("\n")[0]}`);
      match(`${node.lastWords}\n${node.log}`, /no space|disk is full|ENOSPC|SQLITE_FULL|database or disk is full/i);
      await load.stop();
      ok(load.decided > 0);
      await checkAgreement(network, rest);
      network.note("room again");
      rmSync(ballast);
      await network.start(DRUGS);
      await network.probe(PATIENCE);
      await checkAgreement(network);
    }));
});

/** Until not one byte more goes in. */
function fill(file: string): void {
  const descriptor = openSync(file, "w");
  let size = 1_048_576;
  while (size > 0)
    try {
      writeSync(descriptor, Buffer.alloc(size));
    } catch {
      size = Math.floor(size / 2);
    }
  closeSync(descriptor);
}
