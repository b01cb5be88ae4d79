import { match, ok, deepStrictEqual as same } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { explain } from "@meridian/kernel/explanation";
import { explainedIn, PAGE, pageOf, unexplainedIn } from "./rejections-page.ts";

const root = dirname(import.meta.dirname);
const codesIn = (page: string): readonly string[] =>
  [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, code = ""]) => code).sort();

describe("the page of refusals", async () => {
  const explained = await explainedIn(root);
  const page = readFileSync(join(root, PAGE), "utf8");
  const codes = explained.flatMap(({ domain, rejections }) =>
    Object.keys(rejections).map((code) => `${domain}/${code}`),
  );

  it("sees the domains and their codes, so that passing means something", () => {
    same(unexplainedIn(root), []);
    ok(explained.length >= 11 && codes.length > 5 * explained.length, `${codes.length} codes`);
  });

  const ledger = "core/ledger/src/rejections.ts";
  const skip = existsSync(join(root, ledger)) ? false : `${ledger} does not exist`;
  it("sees the codes of the ledger itself", { skip }, () => ok(explained.some(({ file }) => file === ledger)));

  it("has every code once", () =>
    same(
      codes.filter((code, i) => codes.indexOf(code) !== i),
      [],
    ));
  it("documents every code", () =>
    same(
      codes.filter((code) => !codesIn(page).includes(code)),
      [],
    ));
  it("documents no code that is gone", () =>
    same(
      codesIn(page).filter((code) => !codes.includes(code)),
      [],
    ));

  it("is what node tools/write-rejections.ts writes", () =>
    ok(page === pageOf(explained), `${PAGE} is not up to date: run node tools/write-rejections.ts`));

  for (const { domain, rejections } of explained)
    for (const [code, { en, zh }] of Object.entries(rejections))
      it(`explains ${domain}/${code} in whole sentences of both languages`, () => {
        match(code, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
        for (const sentence of [en.happened, en.next]) match(sentence, /^[A-Z0-9"“‘'].*[.?]$/s);
        for (const sentence of [zh.happened, zh.next]) match(sentence, /\p{Script=Han}.*[。？]$/su);
      });
});

describe("the page of refusals, of a made-up domain", () => {
  const rejections = {
    late: explain(["It is a|b late.", "Be early."], ["太晚了。", "请早些来。"]),
    "not-yours": explain(["It is another's.", "Ask."], ["这不是您的。", "请询问。"]),
  };
  const page = pageOf([{ domain: "toy", file: "toy.ts", rejections }]);

  it("names codes in full", () => same(codesIn(page), ["toy/late", "toy/not-yours"]));
  it("keeps a bar inside its cell", () =>
    ok(page.includes("| It is a\\|b late. | Be early. | 太晚了。 | 请早些来。 |")));
});
