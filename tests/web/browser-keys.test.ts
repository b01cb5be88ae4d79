import { doesNotMatch, match, rejects, deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import { toBase64, utf8 } from "@meridian/base/bytes";
import type { PersonId } from "@meridian/base/ids";
import { signingKeyOf } from "@meridian/client/desk";
import { sign } from "@meridian/crypto/ed25519";
import { keyIdOf } from "@meridian/crypto/key-id";
import type { Command, Signature } from "@meridian/kernel/transaction";
import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";
import { authorizationOf, writeBytesOf } from "../../apps/meridian/src/http/signed-request.ts";
import { HOSPITAL, publicKeyHexOf, seedOf, signerOf } from "../../apps/meridian/src/node/test-network.conformance.ts";
import { type KeysPage, PATIENTS, type PageDesk, servedKeysPage } from "./keys-page.ts";
import { lackingBrowser, launch } from "./served.ts";

declare const desk: PageDesk;

const AUTHENTICATOR = {
  protocol: "ctap2",
  ctap2Version: "ctap2_1",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  hasPrf: true,
  automaticPresenceSimulation: true,
  isUserVerified: true,
  defaultBackupEligibility: true,
  defaultBackupState: true,
} as const;

const skip = lackingBrowser();

describe("keys of a browser", { skip: skip ?? false, timeout: 120_000 }, () => {
  let browser: Browser;
  let served: KeysPage;
  let profiles = 0;
  before(async () => {
    served = await servedKeysPage();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await served?.close();
  });

  /** A browser profile of its own, with an authenticator. */
  const opened = async (
    changes: { readonly hasPrf?: boolean; readonly hasUserVerification?: boolean } = {},
  ): Promise<Opened> => {
    const context = await browser.newContext();
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send("WebAuthn.enable");
    const options = { ...AUTHENTICATOR, ...changes };
    const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options });
    let gestures = 0;
    const person = PATIENTS[profiles++] ?? ("" as PersonId);
    cdp.on("WebAuthn.credentialAsserted", () => gestures++);
    await shown(page);
    return { context, page, cdp, authenticatorId, gestures: () => gestures, person };
  };
  const shown = async (page: Page): Promise<void> => {
    await page.goto(served.url);
    await page.locator("body[data-ready]").waitFor({ state: "attached" });
  };
  /** Puts a key that the page made on the ledger, beside the person's first one. */
  const registered = async (
    { page, person }: Pick<Opened, "page" | "person">,
    kind: "passkey" | "device",
  ): Promise<string> => {
    const own = await page.evaluate((kind) => desk.sessions.makeKey(kind, "mine"), kind);
    const key = signingKeyOf(own);
    const signedInPage = (payload: Uint8Array): Promise<Signature> =>
      page.evaluate(([own, bytes]) => Promise.resolve(desk.sessions.ownSigner(own).sign(Uint8Array.from(bytes))), [
        own,
        [...payload],
      ] as const);
    const sent = await served.network.client.send(
      [{ domain: "person", type: "addKey", id: person, key } as Command],
      [signerOf(person), { ...key, sign: signedInPage }],
    );
    same(sent.status, "committed", JSON.stringify(sent));
    return own.publicKey;
  };
  const signIn = (page: Page, publicKey: string) => page.evaluate((key) => desk.sessions.signInWithOwn(key), publicKey);
  const current = (page: Page) => page.evaluate(() => desk.node.ask("GET", "/v1/sessions/current"));

  it("need nothing of Node: the page is built of the browser's variants", () => {
    doesNotMatch(served.script, /["']node:|sodium|process\.(env|versions)|__vite-browser-external/);
  });

  for (const kind of ["passkey", "device"] as const)
    it(`of kind ${kind} open a session as their holder, stay over a reload, and sign what commits`, async () => {
      const profile = await opened();
      const { context, page } = profile;
      const publicKey = await registered(profile, kind);
      const session = await signIn(page, publicKey);
      same([session.holder, session.signer], [{ type: "person", person: profile.person }, kind]);
      await shown(page);
      same(await page.evaluate(() => desk.sessions.current?.holder), { type: "person", person: profile.person });
      same(((await current(page)) as { key: { publicKey: string } }).key.publicKey, publicKey);
      const [own] = await page.evaluate(() => desk.sessions.ownKeys());
      same([own?.publicKey, own?.kind, own?.unlocks], [publicKey, kind, true]);
      const added = await page.evaluate(async (person) => {
        const own = await desk.sessions.makeKey("device", "spare");
        const key = { kind: "ed25519", publicKey: own.publicKey };
        const command = { domain: "person", type: "addKey", id: person, key } as Command;
        return desk.perform([command], { with: [desk.sessions.ownSigner(own)] });
      }, profile.person);
      same(added, "committed");
      await page.evaluate(() => desk.sessions.signOut());
      same(await page.evaluate(() => desk.sessions.current), undefined);
      await context.close();
    });

  it("of many tries: every signature of a passkey holds, whichever half its s comes from", async () => {
    const profile = await opened();
    const { context, page } = profile;
    const publicKey = await registered(profile, "passkey");
    for (let round = 0; round < 12; round++) same((await signIn(page, publicKey)).key.publicKey, publicKey);
    await context.close();
  });

  it("of the device show nobody their private half", async () => {
    const { context, page } = await opened();
    await page.evaluate(() => desk.sessions.makeKey("device", "mine"));
    const exported = await page.evaluate(`new Promise((resolve, reject) => {
      const request = indexedDB.open("meridian-keys", 1);
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const all = request.result.transaction("keys").objectStore("keys").getAll();
        all.onsuccess = () => crypto.subtle.exportKey("pkcs8", all.result[0].privateKey).then(() => "exported", (error) => resolve(error.name));
      };
    })`);
    same(exported, "InvalidAccessError");
    await context.close();
  });

  it("are of one scope each: two frames of a tab have a session each", async () => {
    const profile = await opened();
    const { context, page } = profile;
    const publicKey = await registered(profile, "device");
    await signIn(page, publicKey);
    const holders = await page.evaluate(async () => {
      const other = desk.inScope("counter");
      const before = other.current;
      const { publicKey } = await desk.sessions.makeKey("device", "other");
      await other.signInWithOwn(publicKey);
      return [before, other.current?.holder.type, desk.sessions.current?.holder.type];
    });
    same(holders, [undefined, "none", "person"]);
    await context.close();
  });

  it("unlock documents: the gesture that signs in does, a second passkey by a slot of its own, a code on paper", async () => {
    const phone = await opened();
    const { page } = phone;
    const first = await registered(phone, "passkey");
    await signIn(page, first);
    const gestures = phone.gestures();
    const secret = await page.evaluate(() => desk.documentKey());
    match(secret ?? "", /^[0-9a-f]{64}$/);
    same(phone.gestures(), gestures, "no second gesture");
    same(await page.evaluate(() => Promise.all([desk.documentKey(), desk.documentKey()])), [secret, secret]);

    const commitment = await deposited(served, phone.person, "处方笺：头孢");
    same(await page.evaluate((commitment) => desk.copy(commitment), commitment), "处方笺：头孢");

    const second = await registered(phone, "passkey");
    same(await page.evaluate((key) => desk.sessions.shareDocuments(key), second), true);
    const code = (await page.evaluate(() => desk.sessions.makeRecoveryCode())) ?? "";
    match(code, /^([0-9A-Z]{4}-){6}[0-9A-Z]{2}$/);

    await shown(page);
    same(await page.evaluate(() => desk.documentKey()), secret, "after a reload, with one more gesture");
    await signIn(page, second);
    same(await page.evaluate(() => desk.documentKey()), secret, "by the slot of the second passkey");

    const newPhone = await opened();
    const third = await registered({ ...newPhone, person: phone.person }, "device");
    await signIn(newPhone.page, third);
    same(await newPhone.page.evaluate(() => desk.documentKey()), undefined, "no slot fits yet");
    await rejects(
      newPhone.page.evaluate((commitment) => desk.copy(commitment), commitment),
      /documents-locked/,
    );
    const wrong = code.startsWith("0") ? code.replace(/^0/, "1") : code.replace(/^./, "0");
    const unlock = (typed: string) => newPhone.page.evaluate((code) => desk.sessions.unlockWithRecovery(code), typed);
    same([await unlock(wrong), await unlock("nonsense"), await unlock(code.toLowerCase())], [false, false, true]);
    await shown(newPhone.page);
    same(await newPhone.page.evaluate(() => desk.documentKey()), secret, "from now on by the device's own slot");
    same(await newPhone.page.evaluate((commitment) => desk.copy(commitment), commitment), "处方笺：头孢");
    await phone.context.close();
    await newPhone.context.close();
  });

  it("of two devices at one moment make one document key: the second goes on with what the first made", async () => {
    const [phone, tablet] = [await opened(), await opened()];
    for (const { page } of [phone, tablet])
      await signIn(page, await registered({ page, person: phone.person }, "device"));
    const [arrived, left] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    await phone.page.route("**/v1/documents/keys", async (route) => {
      if (route.request().method() === "PUT") {
        arrived.resolve();
        await left.promise;
      }
      await route.continue();
    });
    const late = phone.page.evaluate(() => desk.documentKey());
    await arrived.promise;
    const secret = await tablet.page.evaluate(() => desk.documentKey());
    left.resolve();
    same(await late, undefined, "what the phone made is nobody's");
    const commitment = await deposited(served, phone.person, "处方笺：头孢");
    same(await tablet.page.evaluate((commitment) => desk.copy(commitment), commitment), "处方笺：头孢");
    const code = (await tablet.page.evaluate(() => desk.sessions.makeRecoveryCode())) ?? "";
    same(await phone.page.evaluate((code) => desk.sessions.unlockWithRecovery(code), code), true);
    await shown(phone.page);
    same(await phone.page.evaluate(() => desk.documentKey()), secret);
    for (const { context } of [phone, tablet]) await context.close();
  });

  it("that ended on the ledger have no way to unlock documents at the node any more; the others do", async () => {
    const profile = await opened();
    const { context, page, person } = profile;
    const [lost, other] = [await registered(profile, "passkey"), await registered(profile, "device")];
    await signIn(page, lost);
    const secret = await page.evaluate(() => desk.documentKey());
    same(await page.evaluate((key) => desk.sessions.shareDocuments(key), other), true);
    await signIn(page, other);
    const slots = () => page.evaluate(() => desk.node.ask<{ slots: unknown[] }>("GET", "/v1/documents/keys"));
    same((await slots()).slots.length, 2);
    const key = keyIdOf("webauthn-p256", Uint8Array.from(Buffer.from(lost, "hex")));
    await served.network.commit([{ domain: "person", type: "revokeKey", id: person, key } as Command], [person]);
    same((await slots()).slots.length, 1);
    await shown(page);
    same(await page.evaluate(() => desk.documentKey()), secret);
    await context.close();
  });

  it("of an authenticator without secrets sign, and say that they unlock nothing", async () => {
    const profile = await opened({ hasPrf: false });
    const { context, page } = profile;
    const publicKey = await registered(profile, "passkey");
    await signIn(page, publicKey);
    same((await page.evaluate(() => desk.sessions.ownKeys()))[0]?.unlocks, false);
    same(await page.evaluate(() => desk.documentKey()), undefined);
    await context.close();
  });

  it("sign nothing for whom the device did not verify, and say why", async () => {
    const profile = await opened();
    const { context, page, cdp, authenticatorId } = profile;
    const publicKey = await registered(profile, "passkey");
    await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    // The browser tells a page no more than that nothing came of it.
    await rejects(signIn(page, publicKey), /passkey-declined/);
    same(await page.evaluate(() => desk.sessions.current), undefined);
    await context.close();

    const bare = await opened({ hasUserVerification: false });
    same((await bare.page.evaluate(() => desk.sessions.passkeys())).possible, false);
    await rejects(
      bare.page.evaluate(() => desk.sessions.makeKey("passkey", "mine")),
      /passkey-unverified/,
    );
    await bare.context.close();
  });

  it("that were forgotten here are told to be elsewhere", async () => {
    const profile = await opened();
    const { context, page } = profile;
    const publicKey = await registered(profile, "device");
    await page.evaluate((key) => desk.sessions.forgetKey(key), publicKey);
    await rejects(signIn(page, publicKey), /key-not-here/);
    await context.close();
  });

  it("end their session when they are revoked, and open none again", async () => {
    const profile = await opened();
    const { context, page } = profile;
    const publicKey = await registered(profile, "device");
    await signIn(page, publicKey);
    const key = keyIdOf("ed25519", Uint8Array.from(Buffer.from(publicKey, "hex")));
    await served.network.commit(
      [{ domain: "person", type: "revokeKey", id: profile.person, key } as Command],
      [profile.person],
    );
    await rejects(current(page), /gateway\/revoked-key/);
    same(await page.evaluate(() => desk.sessions.current), undefined);
    await rejects(signIn(page, publicKey), /gateway\/revoked-key/);
    await context.close();
  });

  it("sign while there is no network: kept, told, and sent as it is once there is", async () => {
    const profile = await opened();
    const { context, page } = profile;
    const publicKey = await registered(profile, "device");
    await signIn(page, publicKey);
    const spare = await page.evaluate(async (person) => {
      const own = await desk.sessions.makeKey("device", "offline");
      const key = { kind: "ed25519", publicKey: own.publicKey };
      const command = { domain: "person", type: "addKey", id: person, key } as Command;
      // Whoever builds has the height from before.
      const standing = await desk.node.standing();
      Object.assign(desk.node, { standing: async () => standing });
      return { command, own };
    }, profile.person);
    await context.setOffline(true);
    await rejects(
      page.evaluate(({ command, own }) => desk.perform([command], { with: [desk.sessions.ownSigner(own)] }), spare),
      /offline/,
    );
    const list = () => page.evaluate(async () => (await desk.node.outbox?.list())?.map(({ state }) => state));
    same(await list(), ["waiting"]);
    await context.setOffline(false);
    await until(async () => (await list())?.length === 0);
    const id = keyIdOf("ed25519", Uint8Array.from(Buffer.from(spare.own.publicKey, "hex")));
    const record = await page.evaluate((id) => desk.node.record("key", id), id);
    same((record as { readonly status?: string } | undefined)?.status, "live");
    same(await page.evaluate(() => desk.node.record("key", "none")), undefined);
    await context.close();
  });

  it("hold no stream in a tab that nobody sees, and have missed nothing when somebody does", async () => {
    const { context, page } = await opened();
    await page.clock.install();
    await shown(page);
    const heights = await page.evaluateHandle(() => {
      const told: number[] = [];
      desk.node.follow(
        ({ height }) => told.push(height),
        () => {},
      );
      return told;
    });
    const caughtUp = async () => (await heights.evaluate((told) => told.at(-1))) === Number(served.network.node.height);
    const streams = async () =>
      /^meridian_streams (\d+)$/m.exec(await (await fetch(`${served.url}/metrics`)).text())?.[1];
    const see = (state: "hidden" | "visible") =>
      page.evaluate(`Object.defineProperty(document, "visibilityState", { value: "${state}", configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));`);
    await until(caughtUp);
    same(await streams(), "1");
    await see("hidden");
    await page.clock.runFor(31_000);
    await until(async () => (await streams()) === "0");
    await served.network.commit([rename("unseen")], [HOSPITAL]);
    await see("visible");
    await until(caughtUp);
    const told = await heights.jsonValue();
    same(
      told,
      told.map((_, at) => (told[0] ?? 0) + at),
    );
    await context.close();
  });

  it("are told of every block once, also over a restart of the node, which ends their session", async () => {
    const profile = await opened();
    const { context, page } = profile;
    const publicKey = await registered(profile, "device");
    await signIn(page, publicKey);
    await page.evaluate(() => {
      const seen: { heights: number[]; states: string[] } = { heights: [], states: [] };
      Object.assign(desk, { seen });
      desk.node.follow(
        ({ height }) => seen.heights.push(height),
        (state) => seen.states.push(state),
      );
    });
    const seen = () => page.evaluate(() => (desk as unknown as { seen: { heights: number[]; states: string[] } }).seen);
    const height = () => Number(served.network.node.height);
    await until(async () => (await seen()).heights.at(-1) === height());
    await served.stop();
    await until(async () => (await seen()).states.at(-1) === "lost");
    for (const en of ["one", "two", "three"]) await served.network.commit([rename(en)], [HOSPITAL]);
    await served.start();
    await until(async () => (await seen()).heights.at(-1) === height());
    const { heights, states } = await seen();
    same(
      heights,
      heights.map((_, at) => (heights[0] ?? 0) + at),
    );
    same(states.at(-1), "live");
    same(await page.evaluate(() => desk.sessions.current), undefined, "sessions are in the node's memory only");
    await context.close();
  });
});

type Opened = {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly authenticatorId: string;
  /** How often an authenticator was asked to sign. */
  readonly gestures: () => number;
  /** Whose keys are made here, unless another is named. */
  readonly person: PersonId;
};

const rename = (en: string): Command =>
  ({ domain: "organisation", type: "rename", id: HOSPITAL, name: { zh: "医院", en } }) as Command;

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error("it did not come about in 20 seconds");
    await new Promise((later) => setTimeout(later, 100));
  }
}

/** The hospital's own system stores a document; answers its commitment. */
async function deposited({ url }: KeysPage, patient: PersonId, text: string): Promise<string> {
  const path = "/v1/documents";
  const time = Math.floor(Date.now() / 1_000);
  const body = JSON.stringify({
    documents: [{ patient, kind: "prescription", content: toBase64(utf8(text)) }],
  });
  const signature = Buffer.from(sign(seedOf(HOSPITAL), writeBytesOf("POST", path, time, utf8(body)))).toString("hex");
  const response = await fetch(url + path, {
    method: "POST",
    headers: {
      authorization: authorizationOf(publicKeyHexOf(HOSPITAL), time, signature),
      "content-type": "application/json",
    },
    body,
  });
  const { documents } = (await response.json()) as { documents: readonly { commitment: string }[] };
  return documents[0]?.commitment ?? "";
}
