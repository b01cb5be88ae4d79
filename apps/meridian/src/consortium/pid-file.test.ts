import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { beganOf, hasEnded, pidFileIn, readPidFile, runningIn, writePidFile } from "./pid-file.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-pid-"));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("node.pid", () => {
  it("names the process that runs on the folder, until that one takes it back", () => {
    const forget = writePidFile(folder);
    is(runningIn(folder), process.pid);
    forget();
    same([existsSync(pidFileIn(folder)), runningIn(folder)], [false, undefined]);
  });
  it("names nobody when the process has ended and left it behind", async () => {
    const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { stdio: "ignore" });
    const { pid = 0 } = child;
    const began = beganOf(pid);
    writeFileSync(pidFileIn(folder), JSON.stringify({ pid, ...(began !== undefined && { began }) }));
    is(runningIn(folder), pid);
    const file = readPidFile(folder);
    holds(file !== undefined);
    is(await hasEnded(file, 1), false);
    child.kill("SIGKILL");
    await once(child, "exit");
    same([await hasEnded(file, 5_000), runningIn(folder)], [true, undefined]);
  });
  it("names nobody when the number belongs to another process by now", () => {
    writeFileSync(pidFileIn(folder), JSON.stringify({ pid: process.pid, began: "long ago" }));
    is(runningIn(folder), undefined);
  });
  it("names nobody when it is damaged", () => {
    for (const text of ["", "12", "{}", '{"pid":0}', '{"pid":"1"}']) {
      writeFileSync(pidFileIn(folder), text);
      is(runningIn(folder), undefined, text);
    }
  });
});
