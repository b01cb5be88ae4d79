import { deepStrictEqual as same } from "node:assert";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { keyIdOf } from "@meridian/crypto/key-id";
import type { Command } from "@meridian/kernel/transaction";
import { SESSION_IDLE_SECONDS } from "../desk/sessions.ts";
import {
  COUNTER,
  HOSPITAL,
  issueCommand,
  PATIENT,
  PHARMACIST,
  PHARMACY,
  PHYSICIAN,
  publicKeyHexOf,
  seedOf,
} from "../node/test-network.conformance.ts";
import { ask, signIn } from "./desk.conformance.ts";
import { NOW, readAs, type Served, serve } from "./served.conformance.ts";

const URL = "/v1/events";
const person = (type: string, id: string, more: object): Command =>
  ({ domain: "person", type, id, ...more }) as Command;

/** A stream that somebody has open, and what came in it so far. */
type Stream = { text: string; isOver: boolean; over: Promise<void> };

describe("an event stream", () => {
  let served: Served;
  let base: string;
  let now = NOW;
  let prescriptions = 0;
  before(async () => {
    served = await serve({ now: () => now, heartbeatMilliseconds: 10 });
    await served.app.listen({ host: "127.0.0.1", port: 0 });
    base = `http://127.0.0.1:${(served.app.server.address() as AddressInfo).port}`;
  });
  after(() => served?.close());

  async function opened(headers: Record<string, string>): Promise<Stream> {
    const response = await fetch(base + URL, { headers });
    same(response.status, 200);
    const stream: Stream = { text: "", isOver: false, over: Promise.resolve() };
    stream.over = (async () => {
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) stream.text += chunk;
      stream.isOver = true;
    })();
    return stream;
  }
  const inSession = (token: string): Record<string, string> => ({ authorization: `Session ${token}` });
  const streamOf = async (holder: string): Promise<Stream> => opened(inSession(await signIn(served, holder)));

  const toldTo = async (stream: Stream, text: string): Promise<void> => {
    while (!stream.text.includes(text)) await later(2);
  };

  /** A prescription that names physician, hospital and patient; answered once a stream told its block. */
  async function prescribed(beside: Stream): Promise<string> {
    const id = `rx-${++prescriptions}`;
    await served.network.commit([issueCommand(id)], [PHYSICIAN]);
    await toldTo(beside, `id: ${served.network.node.height}\n`);
    return id;
  }

  it("of a session ends when that is signed out, and tells nothing more; others go on", async () => {
    const token = await signIn(served, PHYSICIAN);
    const [gone, stays, stranger] = [await opened(inSession(token)), await streamOf(PHYSICIAN), await opened({})];
    const first = await prescribed(stranger);
    await toldTo(gone, first);
    same((await ask(served, "DELETE", "/v1/sessions/current", undefined, token)).status, 204);
    const second = await prescribed(stranger);
    await Promise.all([gone.over, toldTo(stays, second)]);
    same(
      [gone, stranger].map(({ text }) => text.includes(second)),
      [false, false],
    );
    same([stays.isOver, stranger.isOver], [false, false]);
  });

  it("ends without a block too, when its session is signed out", async () => {
    const token = await signIn(served, PHYSICIAN);
    const stream = await opened(inSession(token));
    await ask(served, "DELETE", "/v1/sessions/current", undefined, token);
    await stream.over;
  });

  it("ends when its session does, which it does not lengthen", async () => {
    const [idle, stranger] = [await streamOf(PATIENT), await opened({})];
    try {
      now = NOW + SESSION_IDLE_SECONDS - 1;
      await later(50);
      same(idle.isOver, false);
      now = NOW + SESSION_IDLE_SECONDS;
      await idle.over;
      same(stranger.isOver, false);
    } finally {
      now = NOW;
    }
  });

  it("of somebody who is dismissed ends before it tells the dismissal; a signed one too, and others go on", async () => {
    const { network } = served;
    const [session, signed] = [await streamOf(PHARMACIST), await opened(readAs(PHARMACIST, "GET", URL))];
    const [other, stranger] = [await streamOf(PHYSICIAN), await opened({})];
    const first = await prescribed(stranger);
    await Promise.all([session, signed, other].map((stream) => toldTo(stream, first)));
    await network.commit([person("disaffiliate", PHARMACIST, { organisation: HOSPITAL })], [HOSPITAL]);
    const { height } = network.node;
    const second = await prescribed(stranger);
    await Promise.all([session.over, signed.over, toldTo(other, second)]);
    for (const { text } of [session, signed])
      same([text.includes(second), text.includes(`id: ${height}\n`)], [false, false]);
    same([other.isOver, stranger.isOver], [false, false]);
  });

  it("goes on where a registry changes for somebody else", async () => {
    const [one, stranger] = [await streamOf(PHYSICIAN), await opened({})];
    await served.network.commit([person("disaffiliate", COUNTER, { organisation: PHARMACY })], [PHARMACY]);
    await toldTo(one, await prescribed(stranger));
    same(one.isOver, false);
  });

  it("ends when its key is revoked, also one whose every request is signed", async () => {
    const key = { kind: "ed25519", publicKey: publicKeyHexOf("the physician's next") };
    const revoked = keyIdOf("ed25519", publicKeyOf(seedOf(PHYSICIAN)));
    const [session, signed] = [await streamOf(PHYSICIAN), await opened(readAs(PHYSICIAN, "GET", URL))];
    const rotate = person("rotateKey", PHYSICIAN, { key, revoked });
    await served.network.commit([rotate], [PHYSICIAN, "the physician's next"]);
    await Promise.all([session.over, signed.over]);
    same((await served.get(URL, PHYSICIAN)).body.rejection.code, "gateway/revoked-key");
  });
});
