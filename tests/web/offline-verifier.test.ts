import { ok as holds, deepStrictEqual as same } from "node:assert";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { fingerprintOf } from "@meridian/network/trust";
import { type Evidence, writeEvidence } from "@meridian/proof/evidence";
import { decodeSeal } from "@meridian/proof/seal";
import { SealStore } from "@meridian/state-sqlite/seal-store";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { SealFollower } from "../../apps/meridian/src/consortium/seals.ts";
import { CometChain, memberRules, seat } from "../../apps/meridian/src/evidence/comet-chain.conformance.ts";
import { evidenceOfEvent, evidenceOfRecord, evidenceOfTransaction } from "../../apps/meridian/src/evidence/evidence.ts";
import { sealsOf } from "../../apps/meridian/src/evidence/seals-of.ts";
import {
  genesisNote,
  note,
  smallChain,
  smallGenesis,
  smallTransaction,
  sourceOf,
} from "../../apps/meridian/src/evidence/small-chain.conformance.ts";
import { launch, overflowOf, violationsOn } from "./served.ts";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Undefined when there is a browser. Its lack is said loudly, and where CI runs it is a failure. */
function lacking(): string | undefined {
  if (existsSync(CHROMIUM)) return undefined;
  const lack = `no Chromium at ${CHROMIUM}: install it, or name one in CHROMIUM`;
  if (process.env["CI"] === "true") throw new Error(lack);
  console.error(`meridian: THE OFFLINE VERIFIER IS NOT TRIED IN A BROWSER: ${lack}`);
  return lack;
}

/** One history by both engines: five blocks in one process, of which the last announces the members that order from then on. */
async function evidenceOfBothEngines() {
  const [embedded, comet, refused] = [1, 2, 3].map((n) =>
    smallTransaction([note(`note-${n}`, `words ${n}`, n === 3)], n),
  ) as [Tx, Tx, Tx];
  const store = new MemoryStateStore();
  const chain = smallChain(store, memberRules);
  chain.settle();
  chain.block(embedded);
  chain.block(smallTransaction([seat(0, 1, 2, 3)], 90));
  chain.settle();
  const ledger = new Ledger(memberRules, store, { time: smallGenesis.time, commands: [genesisNote] });
  const closing = ledger.height;
  const seal = decodeSeal(store.block(closing)?.seal ?? new Uint8Array());
  holds(seal);
  const engine = new CometChain(ledger, store, { ...seal.header.time, seconds: seal.header.time.seconds + 1 });
  const kept = new SealStore(":memory:");
  const bare = sourceOf(ledger, store);
  const source = { ...bare, seals: sealsOf(bare, kept) };
  const failures: string[] = [];
  const follower = new SealFollower({
    ...bare,
    engine,
    store: kept,
    initialHeight: closing + 1,
    onFailure: ({ message }) => failures.push(message),
  });
  engine.block();
  engine.block([comet, refused]);
  for (let n = 0; n < 3; n++) engine.block();
  follower.committed(ledger.height);
  await follower.caughtUp();
  same(failures, []);
  const now = { milliseconds: 0 };
  const eventOf = (record: string) => evidenceOfEvent(source, { domain: "note", record }, now);
  return {
    embedded: must(await eventOf("note-1")),
    comet: must(await eventOf("note-2")),
    refused: must(await evidenceOfTransaction(source, refused.id, now)),
    record: must(await evidenceOfRecord(source, "note", "note-2", now)),
    absence: must(await evidenceOfRecord(source, "note", "never", now)),
  };
}
type Tx = ReturnType<typeof smallTransaction>;
function must(answer: Awaited<ReturnType<typeof evidenceOfEvent>>): Evidence {
  holds(answer.ok, answer.ok ? "" : JSON.stringify(answer.error));
  return answer.value;
}

describe("the offline verifier, from a disk", { skip: lacking() ?? false }, () => {
  const folder = mkdtempSync(join(tmpdir(), "meridian-verifier-"));
  const put = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const fingerprint = fingerprintOf(smallGenesis);
  const genesis = put("genesis.json", JSON.stringify(smallGenesis));
  let browser: Browser;
  let files: { readonly [name in keyof Awaited<ReturnType<typeof evidenceOfBothEngines>>]: string };

  before(async () => {
    execFileSync(process.execPath, [join(import.meta.dirname, "../../apps/verifier/build.mjs"), folder], {
      stdio: "pipe",
    });
    const made = await evidenceOfBothEngines();
    const written = Object.entries(made).map(([name, one]) => [name, put(`${name}.json`, writeEvidence(one))]);
    files = Object.fromEntries(written);
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  type Options = NonNullable<Parameters<Browser["newContext"]>[0]>;
  /** Opens the page without any network, and afterwards finds that it asked for nothing and made no error. */
  async function opened(options: Options, use: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> {
    const context = await browser.newContext({ offline: true, viewport: { width: 1_200, height: 900 }, ...options });
    const seen: string[] = [];
    await context.route(/^(?!file:)/, (route) => route.abort());
    const page = await context.newPage();
    const address = pathToFileURL(join(folder, "verifier.html")).href;
    page.on("request", (request) => {
      if (request.url() !== address) seen.push(request.url());
    });
    page.on("console", (message) => seen.push(message.text()));
    page.on("pageerror", ({ message }) => seen.push(message));
    await page.goto(address);
    await use(page, context);
    same(seen, []);
    await context.close();
  }
  const zh = { locale: "zh-CN" };
  const en = { locale: "en-GB" };
  async function give(page: Page, file: string): Promise<void> {
    await page.setInputFiles("#file", file);
    await page.locator(".banner").waitFor();
  }
  const verdictOn = async (page: Page): Promise<string> => (await page.locator("#verdict").innerText()).trim();
  const stepsOn = (page: Page): Promise<readonly string[]> => page.locator("#answer .steps h3").allInnerTexts();

  it("finds evidence of the embedded engine to hold, in Chinese, and asks for the root of trust", () =>
    opened(zh, async (page) => {
      await give(page, files.embedded);
      const verdict = await verdictOn(page);
      holds(verdict.includes("文件自身一致，信任根尚未比对"), verdict);
      holds(
        /北京时间 2023-11-1\d [\d:]+，网络 small-region 第 \d+ 个区块：note note-1 — written。由 密钥/.test(verdict),
        verdict,
      );
      holds((await stepsOn(page)).includes("发起人签名"));
      await page.fill("#printed", fingerprint.toUpperCase().replace(/(.{4})/g, "$1 "));
      holds((await verdictOn(page)).includes("核验一致：上链后未经篡改"));
      same(await page.locator("#compared").innerText(), "64 位全部相符。");
    }));

  it("finds evidence of CometBFT to hold, in English, by the members' handover and the genesis document", () =>
    opened(en, async (page) => {
      await give(page, files.comet);
      await page.setInputFiles("#genesis", genesis);
      await page.locator("#brought:not(:empty)").waitFor();
      const verdict = await verdictOn(page);
      holds(
        /^✓\s*Verified: unaltered since it went on the ledger\n/.test(verdict) &&
          verdict.includes("note note-2 — written. Signed by Court (key "),
        verdict,
      );
      holds((await stepsOn(page)).includes("Changes of validators"));
      holds((await page.locator("#signers").innerText()).includes("3 of 4 signed"));
      same(await page.locator("#signers .off").innerText(), "–\ndid not sign");
    }));

  it("marks courts among the validators by the genesis document, and proves refusals, records and absences", () =>
    opened(en, async (page) => {
      await page.setInputFiles("#genesis", genesis);
      await page.locator("#brought:not(:empty)").waitFor();
      await give(page, files.embedded);
      same(await page.locator("#signers .seal").allInnerTexts(), ["Court"]);
      holds((await page.locator("#signers").innerText()).includes("of courts and arbitration 1 of 1"));
      for (const [file, words] of [
        [files.refused, "a transaction was refused (note/will-not)"],
        [files.record, "the ledger held note note-2 as shown below"],
        [files.absence, "the ledger held no note never"],
      ] as const) {
        await give(page, file);
        await page.locator("#verdict", { hasText: words }).waitFor();
        holds((await verdictOn(page)).includes("Verified: unaltered"));
      }
    }));

  it("changes its language with what it shows", () =>
    opened(en, async (page) => {
      await give(page, files.embedded);
      await page.getByRole("button", { name: "中文" }).click();
      holds((await verdictOn(page)).includes("信任根尚未比对"));
      same(await page.evaluate("document.documentElement.lang"), "zh-CN");
    }));

  it("names the step that an altered byte breaks", () =>
    opened(zh, async (page) => {
      const flipped = (digit: string): string => (digit === "0" ? "1" : "0");
      const altered: readonly (readonly [of: string, what: RegExp, step: string])[] = [
        [files.embedded, /words 1/, "事件"],
        [files.embedded, /(?<="payload":"[^}]{20})[a-z]/, "交易在区块中"],
        [files.comet, /(?<="app_hash":")[0-9A-F]/, "区块衔接"],
        [files.record, /(?<="siblings":\[")[0-9a-f]/, "记录"],
        [files.comet, /(?<="validatorSetHash":")[0-9a-f]/, "验证者名单"],
        [files.comet, /"height"/, "文件格式"],
      ];
      for (const [of, what, step] of altered) {
        const text = readFileSync(of, "utf8");
        const changed = text.replace(what, (found) =>
          found.length > 1 ? found.replace(/[0-9t]/, "7") : /[0-9a-fA-F]/.test(found) ? flipped(found) : "z",
        );
        holds(changed !== text, step);
        await give(page, put("altered.json", changed));
        await page.locator("#verdict", { hasText: `未通过的步骤：${step}` }).waitFor({ timeout: 5_000 });
        holds((await verdictOn(page)).includes("核验不一致：文件受损或被改动"));
        same((await stepsOn(page)).at(-1), step);
      }
    }));

  it("is red when the printed fingerprint is another, and says while it is typed whether it agrees", () =>
    opened(en, async (page) => {
      await give(page, files.embedded);
      await page.fill("#printed", fingerprint.slice(0, 10));
      same(await page.locator("#compared").innerText(), "10 of 64 agree so far.");
      await page.fill(
        "#printed",
        fingerprint.replace(/.$/, (digit) => (digit === "0" ? "1" : "0")),
      );
      holds((await verdictOn(page)).includes("Not the network you trust"));
      same(await page.locator(".digits .no").count(), 1);
      await page.fill("#printed", "not a fingerprint");
      same(await page.locator("#compared").innerText(), "Only 64 digits 0–9 and a–f.");
    }));

  it("says of files that are no evidence what they are, and what to do", () =>
    opened(en, async (page) => {
      const whole = readFileSync(files.embedded);
      for (const [name, content, words] of [
        ["empty.json", "", "The file is empty."],
        ["letter.txt", "Dear court", "its content is not JSON"],
        ["patient.json", '{"resourceType":"Patient"}', "not meridian-evidence/1"],
        ["half.json", whole.subarray(0, 3_000), "The file is not whole"],
        ["utf16.json", Buffer.from(`\ufeff${whole}`, "utf16le"), "Wrong encoding"],
        ["picture.json", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10), "This is no text"],
      ] as const) {
        await page.setInputFiles("#file", put(name, content));
        await page.locator("#verdict", { hasText: words }).waitFor({ timeout: 5_000 });
        holds((await verdictOn(page)).includes("Ask for the original"));
        same(await page.locator("#answer .steps").count(), 0);
      }
      await page.setInputFiles("#file", put("big.json", Buffer.alloc(3 * 25_165_824 + 1, 0x20)));
      await page.locator("#verdict", { hasText: "Too large" }).waitFor();
    }));

  it("keeps nothing of the verdict before, whatever comes next", () =>
    opened(en, async (page) => {
      await give(page, files.embedded);
      await page.fill("#printed", fingerprint);
      holds((await verdictOn(page)).includes("Verified: unaltered"));
      const odd = '{"format":{"toString":"meridian-evidence/1"},"other":"evidence"}';
      await page.setInputFiles("#file", put("odd.json", odd));
      await page.locator("#verdict", { hasText: "Nothing to check" }).waitFor();
      same(await page.locator("#answer").innerText(), "");
      for (const button of ["中文", "English"]) await page.getByRole("button", { name: button }).click();
      const verdict = await verdictOn(page);
      holds(verdict.includes("Nothing to check") && !verdict.includes("Verified"), verdict);
    }));

  it("checks again for a whole fingerprint and for one no longer whole", () =>
    opened(en, async (page) => {
      await give(page, files.embedded);
      await page.fill("#printed", fingerprint);
      holds((await verdictOn(page)).includes("Verified: unaltered"));
      await page.fill("#printed", fingerprint.slice(1));
      holds((await verdictOn(page)).includes("root of trust not compared"));
    }));

  it("shows what stands in a file as text, whatever it is", () =>
    opened(en, async (page) => {
      const name = '<img src=x onerror="document.title=1">';
      const evil = JSON.parse(readFileSync(files.embedded, "utf8")) as Evidence;
      const [address = ""] = Object.keys(evil.trust.organisations);
      const trust = { ...evil.trust, organisations: { ...evil.trust.organisations, [address]: name } };
      await give(page, put("evil.json", writeEvidence({ ...evil, trust })));
      holds((await page.locator("#signers").innerText()).includes(name));
      same(await page.locator("#signers img").count(), 0);
    }));

  it("works by keyboard alone, from pasted text", () =>
    opened(en, async (page) => {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      same(await page.evaluate("document.activeElement.id"), "file");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      await page.keyboard.insertText(readFileSync(files.embedded, "utf8"));
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.locator(".banner").waitFor();
      holds((await verdictOn(page)).includes("Consistent in itself"));
      same(await page.locator("#verdict").getAttribute("role"), "status");
    }));

  it("prints a report of all steps, without what is only for the screen", () =>
    opened(en, async (page) => {
      await give(page, files.comet);
      await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
      await page.emulateMedia({ media: "print" });
      for (const hidden of ["#give", "#language", "#print", "#printed"])
        same(await page.locator(hidden).isVisible(), false, hidden);
      const report = await page.locator("#answer").innerText();
      for (const words of ["comet.json", "SHA-256 of the file", "Checked at (this computer's clock)", "Event"])
        holds(report.includes(words), words);
      holds(await page.locator("#answer pre").first().isVisible());
      holds((await page.pdf()).length > 10_000);
    }));

  for (const [says, options] of [
    ["on a phone of 360 px", { ...zh, viewport: { width: 360, height: 780 } }],
    ["in the dark", { ...en, colorScheme: "dark" }],
    ["by day", zh],
  ] as const)
    it(`has nothing that axe-core finds wrong and nothing beside the window, ${says}`, () =>
      opened(options, async (page) => {
        same([await violationsOn(page), await overflowOf(page)], [[], 0]);
        for (const file of [
          files.comet,
          put("altered.json", readFileSync(files.record, "utf8").replace("words", "wards")),
        ]) {
          await give(page, file);
          await page
            .locator("#verdict", { hasText: file === files.comet ? "note-2" : /核验不一致|Not verified/ })
            .waitFor();
          same([await violationsOn(page), await overflowOf(page)], [[], 0]);
        }
      }));
});
