import { toHex } from "@meridian/base/bytes";
import { sha256 } from "@meridian/crypto/hash";
import type { GenesisDocument } from "@meridian/network/genesis";
import { fingerprintOf } from "@meridian/network/trust";
import { type Checked, check, knownFrom } from "../check.ts";
import { fingerprintIn, isTooLarge, type Reading, type Refusal, readingOf } from "../reading.ts";
import { broughtOf, digitsSoFar, fixed, inChinese, inEnglish, type Pair, refusals, type Say, said } from "../words.ts";
import { element, groups, place } from "./dom.ts";
import { answerOf, banner, type Given, signersOf, verdictOf } from "./report.ts";

/** The page itself: what was given, what was brought, and what is shown of it. Nothing is kept and nothing sent. */

let say: Say = navigator.language.startsWith("zh") ? inChinese : inEnglish;
let given: Given | undefined;
let refusal: Refusal | undefined;
let checked: Checked | undefined;
let genesis: GenesisDocument | undefined;

const inputs = [place<HTMLInputElement>("file"), place<HTMLInputElement>("genesis")] as const;
const pasted = place<HTMLTextAreaElement>("text");
const printed = place<HTMLTextAreaElement>("printed");

const typed = () => fingerprintIn(printed.value).fingerprint;
let compared: ReturnType<typeof typed>;

/** Takes away what is shown of the last check; it must not stand over whatever comes next. */
function clear(): HTMLElement {
  place("answer").replaceChildren();
  place("signers").replaceChildren();
  const verdict = place("verdict");
  verdict.replaceChildren();
  return verdict;
}

/** Checks again with all that is known now, and shows it. */
function update(): void {
  clear();
  checked = undefined;
  compared = typed();
  try {
    checked = given && check(given.text, { genesis, fingerprint: compared });
    show();
  } catch {
    fail();
    show();
  }
}

/** Whatever goes wrong in reading, checking or showing, nothing was verified, and nothing that may be the cause stays. */
function fail(): void {
  given = checked = genesis = undefined;
  refusal = "failed";
}

function show(): void {
  const { documentElement, body } = document;
  documentElement.lang = say(["zh-CN", "en"]);
  document.title = say(fixed.title);
  for (const one of document.querySelectorAll<HTMLElement>("[data-t]"))
    one.textContent = say(fixed[one.dataset["t"] as keyof typeof fixed]);
  const other = place("language");
  other.textContent = say(["English", "中文"]);
  other.lang = say(["en", "zh-CN"]);
  body.className = checked ? "checked" : "";
  place("print").hidden = checked === undefined;
  const known = knownFrom(genesis, say);
  const verdict = clear();
  if (refusal) verdict.append(banner("no", say(said.unreadable), say(refusals[refusal]), say(said.again)));
  if (given && checked) {
    verdict.append(verdictOf(checked, known, say));
    place("answer").append(...answerOf(checked, given, known, say));
    if (checked.shown) place("signers").append(signersOf(checked.shown.facts, known, say));
  }
  showRoot();
}

function showRoot(): void {
  const { digits, isOdd } = fingerprintIn(printed.value);
  const own = checked?.shown?.facts.validatorSetHash ?? checked?.root;
  const brought = genesis && fingerprintOf(genesis);
  const shown = own ?? brought;
  place("fingerprint").replaceChildren(
    ...(shown
      ? [element("p", "soft", say(own ? said.fileRoot : said.broughtRoot)), groups(shown, digits || (brought ?? ""))]
      : []),
  );
  const result = place("compared");
  const [kind, words] = comparison(shown, digits, isOdd);
  result.className = kind;
  result.textContent = words && say(words);
  place("brought").textContent = genesis ? say(broughtOf(genesis.network, genesis.validators.length)) : "";
  place("forget").hidden = genesis === undefined;
}

function comparison(shown = "", digits: string, isOdd: boolean): readonly [string, Pair | ""] {
  if (digits === "") return ["", ""];
  if (isOdd) return ["no", said.odd];
  if (shown === digits) return ["ok", said.same];
  return shown === "" || shown.startsWith(digits) ? ["", digitsSoFar(digits.length)] : ["no", said.differs];
}

/** A genesis document is kept beside the evidence; evidence takes the place of evidence. */
function take(name: string, bytes: Uint8Array, reading: Reading): void {
  if (reading.kind === "genesis") genesis = reading.genesis;
  else {
    given = undefined;
    if (reading.kind === "refused") refusal = reading.why;
    else given = { name, size: bytes.length, hash: toHex(sha256(bytes)), at: new Date(), text: reading.text };
  }
}

async function open(files: Iterable<File>): Promise<void> {
  for (const file of files) {
    clear().textContent = say(said.checking);
    // So that the words are seen before the arithmetic begins.
    await new Promise((later) => setTimeout(later, 20));
    refusal = undefined;
    try {
      const bytes = isTooLarge(file.size) ? undefined : new Uint8Array(await file.arrayBuffer());
      take(file.name, bytes ?? new Uint8Array(), bytes ? readingOf(bytes) : { kind: "refused", why: "too-large" });
    } catch {
      fail();
    }
    update();
  }
}

for (const input of inputs)
  input.onchange = () => {
    const chosen = [...(input.files ?? [])];
    // So that the same file can be chosen again after it was changed.
    input.value = "";
    void open(chosen);
  };
place("check").onclick = () => open([new File([pasted.value], say(said.pasted))]);
// While digits are typed nothing new is known; a whole fingerprint, or one no longer whole, is another question.
printed.oninput = () => (typed() === compared ? showRoot() : update());
place("forget").onclick = () => {
  genesis = undefined;
  update();
  inputs[1].focus();
};
place("language").onclick = () => {
  say = say === inChinese ? inEnglish : inChinese;
  show();
};
place("print").onclick = () => print();
window.onbeforeprint = () => {
  for (const one of document.querySelectorAll<HTMLDetailsElement>("#answer details")) one.open = true;
};
window.ondragover = (event) => event.preventDefault();
window.ondrop = (event) => {
  event.preventDefault();
  void open(event.dataTransfer?.files ?? []);
};
update();
