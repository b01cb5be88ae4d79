import { ok as holds, strictEqual as is } from "node:assert";
import { describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import type { Hash } from "@meridian/base/ids";
import { valueIn } from "@meridian/crypto/statemap";
import { keyHashOf, recordKeyOf } from "@meridian/kernel/roots";
import { rules, setOf } from "./chain.conformance.ts";
import { validatorSetHash } from "./comet/validators.ts";
import { type Evidence, writeEvidence } from "./evidence.ts";
import { eventEvidence, recordEvidence, refusalEvidence, tell, VALIDATOR_SEEDS } from "./scene.conformance.ts";
import { type Report, type Trust, verifyEvidence } from "./verify.ts";

const chain = tell();
const trust: Trust = {
  validatorSetHash: toHex(validatorSetHash(setOf(VALIDATOR_SEEDS))) as Hash,
  transactions: rules,
};
const files = {
  event: eventEvidence(chain),
  refusal: refusalEvidence(chain),
  record: recordEvidence(chain),
  absence: recordEvidence(chain, "rx-2"),
};

type Place = { readonly path: string; readonly changed: () => unknown };

/** Every way to alter one place of a value: a text or number changed, a member or item gone, items doubled or turned. */
function* places(value: unknown, path: string, rebuild: (part: unknown) => unknown): Generator<Place> {
  if (typeof value === "string")
    for (const at of new Set([0, value.length >> 1, value.length - 1]))
      yield { path: `${path} at ${at}`, changed: () => rebuild(flipped(value, at)) };
  if (typeof value === "number") yield { path, changed: () => rebuild(value + 1) };
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      yield { path: `${path} without ${i}`, changed: () => rebuild(value.toSpliced(i, 1)) };
      yield* places(item, `${path}[${i}]`, (part) => rebuild(value.with(i, part)));
    }
    yield { path: `${path} with one more`, changed: () => rebuild([...value, value.at(-1) ?? "00".repeat(32)]) };
    if (value.length > 1) yield { path: `${path} turned round`, changed: () => rebuild(value.toReversed()) };
  } else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      const { [name]: _gone, ...rest } = value as Record<string, unknown>;
      yield { path: `${path} without ${name}`, changed: () => rebuild(rest) };
      yield* places(member, `${path}.${name}`, (part) => rebuild({ ...value, [name]: part }));
    }
    yield { path: `${path} with a stranger`, changed: () => rebuild({ ...value, stranger: 1 }) };
  }
}

const flipped = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === "1" ? "2" : "1") + text.slice(at + 1);

/** What no proof covers, as the format says: the names that the maker of the file gives, and whether to show more. */
const isUnproven = (path: string): boolean =>
  path.includes(".organisations.") || / without [0-9a-f]{40}$/.test(path) || path === "evidence without documents";

/**
 * With another name, a proof of absence may be one of something else that is absent too: the same empty part of the
 * map answers both questions.
 */
function isAnotherTruth(file: Evidence, altered: Report): boolean {
  const subject = altered.facts?.subject;
  if (file.subject.type !== "absence" || subject?.type !== "absence") return false;
  const { domain, record } = subject;
  if (domain === file.subject.domain && record === file.subject.record) return false;
  return valueIn(chain.prove(domain, record), keyHashOf(recordKeyOf(domain, record))) === undefined;
}

describe("every place of an evidence file, altered", () => {
  for (const [name, file] of Object.entries(files))
    it(`is refused, and the step named, for ${name}`, () => {
      is(verifyEvidence(file, trust).ok, true);
      let seen = 0;
      for (const { path, changed } of places(file, "evidence", (part) => part)) {
        if (isUnproven(path)) continue;
        const report = verifyEvidence(changed(), trust);
        if (isAnotherTruth(file, report)) continue;
        const { ok, fault, steps } = report;
        is(ok, false, path);
        holds(
          fault !== undefined && steps.at(-1)?.step === fault.step && (steps.at(-1)?.says.zh.length ?? 0) > 0,
          path,
        );
        seen++;
      }
      holds(seen > 200, `${seen} places`);
    });
});

describe("characters all over the file's text, altered", () => {
  for (const [name, file] of Object.entries(files))
    it(`is refused for ${name}`, () => {
      const text = writeEvidence({ ...file, trust: { ...file.trust, organisations: {} } });
      is(verifyEvidence(text, trust).ok, true);
      is(verifyEvidence(`${text}\n`, trust).ok, true);
      for (let at = 0; at < text.length; at += 37) {
        const code = text.charCodeAt(at) ^ 1;
        const altered = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
        const report = verifyEvidence(altered, trust);
        if (!isAnotherTruth(file, report)) is(report.ok, false, `${at}: ${text.slice(at - 20, at + 20)}`);
      }
    });
  for (const [says, alter] of [
    ["cut short", (text) => text.slice(0, -1)],
    ["with a space", (text) => text.replace(":", ": ")],
    ["with a member given twice", (text) => text.replace("{", '{"network":"other",')],
    ["with other members behind", (text) => `${text}{}`],
    ["empty", () => ""],
  ] as readonly (readonly [string, (text: string) => string])[])
    it(`is refused ${says}`, () => is(verifyEvidence(alter(writeEvidence(files.event)), trust).fault?.step, "file"));
  for (const value of [null, undefined, 7, [], {}, { format: "meridian-evidence/2" }])
    it(`is refused as ${JSON.stringify(value)}`, () => is(verifyEvidence(value, trust).fault?.code, "malformed"));
});
