import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import type { KeyId } from "@meridian/base/ids";
import { PerMinute } from "./per-minute.ts";
import { SESSION_IDLE_SECONDS, type SessionKey, Sessions } from "./sessions.ts";

const key: SessionKey = { id: "00" as KeyId, kind: "ed25519", publicKey: "00" };
const MEMBERS_MAX = 10_000;
const STRANGERS_MAX = 1_000;

describe("sessions in memory", () => {
  const open = (sessions: Sessions, isStranger: boolean, now = 0): string =>
    `Session ${sessions.open(key, undefined, isStranger, now).token}`;

  it("are no more than allowed, the oldest out first", () => {
    const sessions = new Sessions();
    const [first, second] = [open(sessions, false), open(sessions, false)];
    for (let n = 2; n < MEMBERS_MAX; n++) open(sessions, false);
    same(sessions.use(first, 1)?.expires, 1 + SESSION_IDLE_SECONDS);
    open(sessions, false);
    same(
      [sessions.use(first, 1), sessions.use(second, 1) !== undefined, sessions.size],
      [undefined, true, MEMBERS_MAX],
    );
  });

  it("of strangers never crowd out a member's", () => {
    const sessions = new Sessions();
    const member = open(sessions, false);
    for (let n = 0; n < 2 * STRANGERS_MAX; n++) open(sessions, true);
    same([sessions.use(member, 1) !== undefined, sessions.size], [true, STRANGERS_MAX + 1]);
  });

  it("are over for whoever still holds one that was ended or crowded out", () => {
    const sessions = new Sessions();
    const ended = sessions.open(key, undefined, false, 0);
    sessions.close(`Session ${ended.token}`);
    const crowded = sessions.open(key, undefined, true, 0);
    for (let n = 0; n < STRANGERS_MAX; n++) open(sessions, true);
    same([ended.session.expires, crowded.session.expires], [0, 0]);
  });

  it("that are over are forgotten when the next is opened", () => {
    const sessions = new Sessions();
    open(sessions, false);
    open(sessions, false, SESSION_IDLE_SECONDS);
    same(sessions.size, 1);
  });
});

describe("what is counted within a minute", () => {
  it("locks its name alone, until the minute is over", () => {
    const tries = new PerMinute(2);
    for (const now of [100, 130]) tries.count("anna", now);
    same(
      [tries.lockedFor("anna", 140), tries.lockedFor("bert", 140), tries.lockedFor("anna", 160)],
      [20, undefined, undefined],
    );
    tries.count("anna", 160);
    same(tries.lockedFor("anna", 161), undefined);
  });
});
