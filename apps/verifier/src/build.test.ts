import { ok as holds, deepStrictEqual as same } from "node:assert";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

const BYTES_MAX = 61_440;
const folder = mkdtempSync(join(tmpdir(), "meridian-verifier-"));

function built(name: string): string {
  const out = join(folder, name);
  execFileSync(process.execPath, [join(import.meta.dirname, "../build.mjs"), out], { stdio: "pipe" });
  return readFileSync(join(out, "verifier.html"), "utf8");
}

describe("the verifier's file", () => {
  let page = "";
  before(() => {
    page = built("once");
  });
  after(() => rmSync(folder, { recursive: true }));

  it("has at most 60 KiB", () => holds(Buffer.byteLength(page) <= BYTES_MAX, `${Buffer.byteLength(page)} bytes`));
  it("is the same byte for byte when it is built again", () => same(built("twice"), page));
  it("allows itself the script and the style that stand in it, and nothing else", () => {
    const hashOf = (tag: string): string => {
      const [, inside = ""] = new RegExp(`<${tag}>(.*?)</${tag}>`, "s").exec(page) ?? [];
      return `'sha256-${createHash("sha256").update(inside).digest("base64")}'`;
    };
    const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    same(policy.split("; "), [
      "default-src 'none'",
      `script-src ${hashOf("script")}`,
      `style-src ${hashOf("style")}`,
      "connect-src 'none'",
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });
  it("writes no markup from data, evaluates no text and names no address", () =>
    same(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|https?:\/\//.exec(page), null));
});
