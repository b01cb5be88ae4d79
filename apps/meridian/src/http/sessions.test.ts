import { deepStrictEqual as same, ok as yes } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fromHex, utf8 } from "@meridian/base/bytes";
import { Secret } from "@meridian/base/secret";
import { verifyStrict } from "@meridian/crypto/ed25519";
import { signersDigestOf } from "@meridian/kernel/signers";
import { signedBytesOf } from "@meridian/kernel/signing";
import type { Command } from "@meridian/kernel/transaction";
import { type ReleaseWish, releaseBytesOf } from "../custody/release-request.ts";
import { SESSION_IDLE_SECONDS, SESSION_SECONDS_MAX } from "../desk/sessions.ts";
import { Keystore } from "../keystore/keystore.ts";
import {
  COUNTER,
  claimCommand,
  HEALTH_COMMISSION,
  HOSPITAL,
  PATIENT,
  PHARMACIST,
  PHARMACY,
  PHYSICIAN,
  publicKeyHexOf,
  seedOf,
} from "../node/test-network.conformance.ts";
import { ask, ORIGIN, openingOf, passkeyOpening, payloadOf, signedOpening, signIn } from "./desk.conformance.ts";
import type { App } from "./gateway.ts";
import { NOW, type Served, serve } from "./served.conformance.ts";
import { httpOf } from "./server.ts";

const URL = "/v1/sessions";
const CURRENT = `${URL}/current`;
const KEYS = `${CURRENT}/keys`;
const SIGNATURES = `${CURRENT}/signatures`;
const passphrase = "open sesame";

describe("sessions", () => {
  let served: Served;
  let now = NOW;
  const folder = mkdtempSync(join(tmpdir(), "meridian-desk-"));
  before(async () => {
    const keys = new Keystore(folder, { n: 16, r: 1, p: 1 });
    for (const holder of [COUNTER, PHARMACY, PHARMACIST])
      keys.add(holder, new Secret(passphrase), new Secret(seedOf(holder)));
    keys.add(PHYSICIAN, undefined, new Secret(seedOf(PHYSICIAN)));
    served = await serve({ now: () => now, desk: { keys, passphrase: new Secret(passphrase) } });
  });
  after(async () => {
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = (body: object) => ask(served, "POST", URL, body);
  const kept = async (holder: string): Promise<string> =>
    (await open({ with: "keystore", holder, passphrase })).body.token;

  it("are opened by a key's own signature, and say who that is", async () => {
    const { status, body } = await open(signedOpening(PHYSICIAN));
    same([status, body.expires, body.signs], [201, NOW + SESSION_IDLE_SECONDS, false]);
    same(body.holder, { type: "person", person: PHYSICIAN });
    same(body.organisations, [{ id: HOSPITAL, kind: "hospital", roles: ["physician"] }]);
    const current = await ask(served, "GET", CURRENT, undefined, body.token);
    const { token: _, ...rest } = body;
    same([current.status, current.body], [200, rest]);
  });

  it("of an authority say so, with its name", async () => {
    const { body } = await open(signedOpening(HEALTH_COMMISSION));
    same([body.authority, body.name], [HEALTH_COMMISSION, { zh: HEALTH_COMMISSION, en: HEALTH_COMMISSION }]);
  });

  it("are opened by a passkey on a page of the network, registered or not", async () => {
    const { status, body } = await open(passkeyOpening());
    same([status, body.holder, body.key.kind], [201, { type: "none" }, "webauthn-p256"]);
  });

  it("read what a signed request reads", async () => {
    const token = await signIn(served, PATIENT);
    same((await ask(served, "GET", "/v1/views/patients", undefined, token)).body.rows.length, 1);
    same((await ask(served, "GET", "/v1/views/patients")).code, "gateway/authorization-needed");
  });

  it("end when they are asked to", async () => {
    const token = await signIn(served, PATIENT);
    same((await ask(served, "DELETE", CURRENT, undefined, token)).status, 204);
    same((await ask(served, "GET", CURRENT, undefined, token)).code, "desk/session-expired");
  });

  it("end half an hour after the last request, and twelve hours after they were opened", async () => {
    const token = await signIn(served, PATIENT);
    const status = async (at: number): Promise<number> => {
      now = NOW + at;
      return (await ask(served, "GET", CURRENT, undefined, token)).status;
    };
    try {
      for (let at = 0; at < SESSION_SECONDS_MAX; at += SESSION_IDLE_SECONDS - 1) same(await status(at), 200);
      same(await status(SESSION_SECONDS_MAX), 401);
      now = NOW;
      const idle = await signIn(served, PATIENT);
      now = NOW + SESSION_IDLE_SECONDS;
      same((await ask(served, "GET", CURRENT, undefined, idle)).code, "desk/session-expired");
    } finally {
      now = NOW;
    }
  });

  const opening = openingOf();
  const foreign = openingOf({ origin: "https://evil.example" });
  const refusals: readonly (readonly [says: string, body: object, status: number, code: string])[] = [
    ["signed a minute and a second ago", signedOpening(PATIENT, openingOf({ time: NOW - 61 })), 401, "stale-opening"],
    ["signed in the future", signedOpening(PATIENT, openingOf({ time: NOW + 61 })), 401, "stale-opening"],
    ["of a passkey on a foreign page", passkeyOpening(foreign), 401, "wrong-origin"],
    ["of another key on a foreign page", signedOpening(PATIENT, foreign), 401, "wrong-origin"],
    [
      "of a key that signed a foreign page and is said to have signed ours",
      { ...signedOpening(PATIENT, foreign), origin: ORIGIN },
      401,
      "wrong-opening",
    ],
    [
      "of a passkey that names our page on a foreign one",
      passkeyOpening(openingOf(), foreign.origin),
      401,
      "wrong-opening",
    ],
    [
      "with another number than the signed one",
      { ...signedOpening(PATIENT), nonce: "ff".repeat(16) },
      401,
      "wrong-opening",
    ],
    ["with a key that is not kept", { with: "keystore", holder: PATIENT }, 404, "key-not-kept"],
    ["without the passphrase", { with: "keystore", holder: COUNTER }, 401, "passphrase-needed"],
    ["with a key that lies open", { with: "keystore", holder: PHYSICIAN }, 403, "key-not-sealed"],
  ];
  for (const [says, body, status, code] of refusals)
    it(`are not opened ${says}: ${code}`, async () => {
      const answer = await open(body);
      same([answer.status, answer.code], [status, `desk/${code}`]);
    });

  it("are opened by one signature once", async () => {
    const body = signedOpening(PATIENT, opening);
    same((await open(body)).status, 201);
    same((await open(body)).code, "desk/replayed-opening");
  });

  it("are not opened by what is no opening", async () => {
    same((await open({ with: "password" })).body.rejection, { code: "gateway/invalid-request", at: "body.with" });
    same((await open({ ...signedOpening(PATIENT), more: 1 })).code, "gateway/invalid-request");
    const long = { with: "keystore", holder: COUNTER, passphrase: "x".repeat(9_000) };
    same((await open(long)).code, "gateway/body-too-large");
  });

  it("lock a holder after ten wrong passphrases in a minute, and nobody else", async () => {
    const wrong = { with: "keystore", holder: PHARMACIST, passphrase: "wrong" };
    for (let n = 0; n < 10; n++) same((await open(wrong)).code, "desk/wrong-passphrase");
    same(
      (await Promise.all(Array.from({ length: 3 }, () => open(wrong)))).map(({ status }) => status),
      [429, 429, 429],
    );
    const locked = await open({ ...wrong, passphrase });
    same([locked.status, locked.code, locked.response.headers["retry-after"]], [429, "desk/session-locked", "60"]);
    same((await open({ with: "keystore", holder: COUNTER, passphrase })).status, 201);
    now = NOW + 60;
    same((await open({ ...wrong, passphrase })).status, 201);
    now = NOW;
  });

  it("judge guesses that come at once one after another, and not more than ten", async () => {
    const guess = { with: "keystore", holder: PHARMACY, passphrase: "wrong" };
    const codes = (await Promise.all(Array.from({ length: 20 }, () => open(guess)))).map(({ code }) => code);
    same(codes.filter((code) => code === "desk/wrong-passphrase").length, 10);
    same(codes.filter((code) => code === "desk/session-locked").length, 10);
  });

  it("are nothing without a token of theirs", async () => {
    same((await ask(served, "GET", CURRENT)).code, "desk/session-needed");
    same((await ask(served, "GET", CURRENT, undefined, "00".repeat(32))).code, "desk/session-expired");
    same((await ask(served, "GET", "/v1/access-log", undefined, "short")).code, "desk/session-expired");
  });

  describe("with a key that the node keeps", () => {
    const payload = payloadOf([claimCommand("rx-1")]);
    const sign = async (holder: string, body: object) => ask(served, "POST", SIGNATURES, body, await kept(holder));

    it("sign as the person, and as the organisation where that person works", async () => {
      const { status, body } = await sign(COUNTER, { type: "transaction", payload, as: [COUNTER, PHARMACY] });
      same(
        [status, body.signatures.map(({ key }: { key: string }) => key)],
        [200, [COUNTER, PHARMACY].map(publicKeyHexOf)],
      );
      for (const { key, signature } of body.signatures)
        yes(verifyStrict(bytes(key), signedBytesOf(utf8(payload)), bytes(signature)));
      same((await sign(COUNTER, { type: "transaction", payload })).body.signatures.length, 1);
    });

    it("say with which keys they would, and sign a payload that names those", async () => {
      const as = [COUNTER, PHARMACY];
      const token = await kept(COUNTER);
      const address = (holders: readonly string[]) => `${KEYS}?${holders.map((each) => `as=${each}`).join("&")}`;
      const { body } = await ask(served, "GET", address(as), undefined, token);
      const keys = as.map((id) => ({ kind: "ed25519", publicKey: publicKeyHexOf(id) }) as const);
      same(body.keys, keys);
      same((await ask(served, "GET", address([COUNTER]), undefined, token)).body.keys, keys.slice(0, 1));
      const named = payloadOf([claimCommand("rx-1")], { signers: signersDigestOf(keys) });
      same((await sign(COUNTER, { type: "transaction", payload: named, as })).status, 200);
      for (const [holders, status, code] of [
        [[PATIENT], 403, "desk/not-your-hand"],
        [[HOSPITAL], 403, "desk/not-your-hand"],
        [[], 400, "gateway/invalid-request"],
        [Array.from({ length: 9 }, (_, n) => `o-${n}`), 400, "gateway/invalid-request"],
      ] as const)
        same(
          [status, code],
          await ask(served, "GET", address(holders), undefined, token).then((answer) => [answer.status, answer.code]),
        );
      const own = await signIn(served, PATIENT);
      same((await ask(served, "GET", address([PATIENT]), undefined, own)).code, "desk/nothing-to-sign-with");
    });

    it("sign requests for documents", async () => {
      const wish = {
        prescription: "rx-1",
        commitment: "00".repeat(32),
        recipient: { type: "organisation", organisation: PHARMACY },
        ground: "claim",
        purpose: "TREAT",
        recipientKey: "11".repeat(32),
      } as ReleaseWish;
      const { body } = await sign(COUNTER, { type: "release", wish, as: PHARMACY });
      const [{ key, signature }] = body.signatures;
      same(key, publicKeyHexOf(PHARMACY));
      yes(verifyStrict(bytes(key), releaseBytesOf(wish), bytes(signature)));
      same((await sign(COUNTER, { type: "release", wish: { ...wish, more: 1 } })).code, "gateway/invalid-request");
    });

    const odd = { domain: "organisation", type: "rename", id: PHARMACY } as Command;
    const rename = { domain: "organisation", type: "rename", id: PHARMACY, name: { zh: "店", en: "Shop" } } as Command;
    const bad: readonly (readonly [says: string, body: object, status: number, code: string])[] = [
      ["as somebody else", { payload, as: [PATIENT] }, 403, "not-your-hand"],
      ["as an organisation where they do not work", { payload, as: [HOSPITAL] }, 403, "not-your-hand"],
      ["for the house what is an officer's", { payload: payloadOf([rename]), as: [PHARMACY] }, 403, "beyond-your-role"],
      ["what is no JSON", { payload: "meridian/session" }, 400, "malformed-payload"],
      ["what is not canonical", { payload: ` ${payload}` }, 400, "malformed-payload"],
      [
        "for another network",
        { payload: payloadOf([claimCommand("rx-1")], { network: "other" }) },
        400,
        "malformed-payload",
      ],
      ["what no domain reads", { payload: payloadOf([odd]) }, 400, "malformed-payload"],
    ];
    for (const [says, body, status, code] of bad)
      it(`do not sign ${says}: ${code}`, async () => {
        const answer = await sign(COUNTER, { type: "transaction", ...body });
        same([answer.status, answer.code], [status, `desk/${code}`]);
      });

    it("sign nothing that is too large", async () => {
      const answer = await sign(COUNTER, { type: "transaction", payload: "x".repeat(16_385) });
      same([answer.status, answer.code], [400, "gateway/invalid-request"]);
    });

    it("sign nothing where the session was opened with another key", async () => {
      const token = await signIn(served, COUNTER);
      same(
        (await ask(served, "POST", SIGNATURES, { type: "transaction", payload }, token)).code,
        "desk/nothing-to-sign-with",
      );
    });

    it("are over for what they meant once the ledger says so", async () => {
      const token = await kept(COUNTER);
      const leave = { domain: "person", type: "disaffiliate", id: COUNTER, organisation: PHARMACY } as Command;
      await served.network.commit([leave], [PHARMACY]);
      same((await ask(served, "GET", CURRENT, undefined, token)).body.organisations, []);
      const body = { type: "transaction", payload, as: [PHARMACY] };
      same((await ask(served, "POST", SIGNATURES, body, token)).code, "desk/not-your-hand");
    });
  });
});

describe("sessions at two nodes of one network", () => {
  const [one, other] = ["https://one.example", "https://other.example"];
  let served: Served;
  let beside: App;
  before(async () => {
    served = await serve({ origins: [one, ORIGIN] });
    const { node } = served.network;
    const options = { port: 0, logLevel: "silent", webFolder: false, now: () => NOW } as const;
    beside = await httpOf({ node, origins: [other], ...options });
  });
  after(async () => {
    await beside?.close();
    await served?.close();
  });
  const refused = { code: "desk/wrong-origin", origin: one, origins: [other] };

  it("are not opened at the second by what was signed on a page of the first", async () => {
    const opening = signedOpening(PHYSICIAN, openingOf({ origin: one }));
    same((await ask(served, "POST", URL, opening)).status, 201);
    const relayed = await ask({ ...served, app: beside }, "POST", URL, opening);
    same([relayed.status, relayed.body.rejection], [401, refused]);
  });

  it("are opened at the second on its own page, and then not at the first", async () => {
    const opening = signedOpening(PHYSICIAN, openingOf({ origin: other }));
    same((await ask(served, "POST", URL, opening)).body.rejection.origins, [one, ORIGIN]);
    same((await ask({ ...served, app: beside }, "POST", URL, opening)).status, 201);
  });

  it("are opened by a passkey on pages that are both the node's and the network's", async () => {
    same((await ask(served, "POST", URL, passkeyOpening())).status, 201);
    const relayed = await ask({ ...served, app: beside }, "POST", URL, passkeyOpening());
    same([relayed.status, relayed.body.rejection], [401, { ...refused, origin: ORIGIN }]);
    const own = await ask({ ...served, app: beside }, "POST", URL, passkeyOpening(openingOf({ origin: other })));
    same([own.status, own.code], [401, "desk/no-passkeys-here"]);
  });
});

const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();
