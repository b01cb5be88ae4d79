import { ok as holds, notStrictEqual as notEqual, deepStrictEqual as same } from "node:assert";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { rules } from "./chain.conformance.ts";
import { writeEvidence } from "./evidence.ts";
import { eventEvidence, tell } from "./scene.conformance.ts";
import { verifyEvidence } from "./verify.ts";

type Answer = {
  readonly ok: boolean;
  readonly fault?: string;
  readonly native: readonly string[];
  readonly modules: number;
};

function checkedWithoutNode(file: string): Answer {
  const script = new URL("./portable-child.conformance.ts", import.meta.url).pathname;
  const { stdout, stderr } = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", script], {
    input: file,
    encoding: "utf8",
  });
  holds(stdout.startsWith("{"), stderr);
  return JSON.parse(stdout) as Answer;
}

describe("a verifier without Node", () => {
  const file = writeEvidence(eventEvidence(tell()));

  it("finds valid evidence valid, and loads nothing that only Node has", () => {
    const { modules, ...answer } = checkedWithoutNode(file);
    same(answer, { ok: true, native: [] });
    holds(modules > 20, `${modules} modules`);
  });

  it("refuses altered evidence as the other one does", () => {
    const altered = file.replace(/"state":"(.)/, (_, digit) => `"state":"${digit === "0" ? "1" : "0"}`);
    notEqual(altered, file);
    const { ok, fault } = verifyEvidence(altered, { transactions: rules });
    const answer = checkedWithoutNode(altered);
    same([answer.ok, answer.fault], [ok, fault?.code]);
    same(ok, false);
  });
});
