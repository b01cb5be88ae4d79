import { fromBase64, textOf } from "@meridian/base/bytes";
import type { Facts, Report } from "@meridian/proof/verify";
import type { Checked, Known } from "../check.ts";
import { momentOf } from "../happenings.ts";
import { authorsOf, originalsOf, sentenceOf, whatIn } from "../summary.ts";
import { courtOf, courtsSigned, type Pair, type Say, said, someSigned, steps, verdicts } from "../words.ts";
import { card, element, line, listed, mark, rows } from "./dom.ts";

/** What the page shows of one check. */
export type Given = {
  readonly name: string;
  readonly size: number;
  readonly hash: string;
  readonly at: Date;
  readonly text: string;
};

const MARKS = { holds: "ok", compare: "wait", refused: "no", untrusted: "no" } as const;

export function verdictOf({ verdict, report, shown }: Checked, known: Known, say: Say): HTMLElement {
  const failing = report.steps.at(-1);
  const [title, then] = verdicts[verdict];
  const unchecked = report.remarks.find(({ remark }) => remark === "signatures-not-checked")?.says;
  return banner(
    MARKS[verdict],
    say(title),
    shown
      ? sentenceOf(shown.facts, shown.evidence, known, say)
      : `${say(said.fails)}${failing ? `${say(steps[failing.step])} — ${say([failing.says.zh, failing.says.en])}` : ""}`,
    say(then) + (unchecked ? ` ${say([unchecked.zh, unchecked.en])}` : ""),
  );
}

export const banner = (kind: "ok" | "no" | "wait", title: string, sentence: string, then: string): HTMLElement =>
  element(
    "section",
    `card banner ${kind}`,
    mark(kind, ""),
    element("div", "", element("h2", "", title), element("p", "sentence", sentence), element("p", "", then)),
  );

export function answerOf({ report, shown }: Checked, given: Given, known: Known, say: Say): readonly Node[] {
  const { remarks } = report;
  return [
    ...(shown ? [provenCard(shown, report, known, say)] : []),
    card(
      say(said.stepsTitle),
      listed(
        report.steps.map(({ step, ok, says }) =>
          line(ok ? "ok" : "no", say(ok ? said.holds : said.failed), [say(steps[step])], say([says.zh, says.en])),
        ),
      ),
      element("p", "soft", report.ok ? "" : say(said.notReached)),
    ),
    ...(remarks.length > 0
      ? [
          card(
            say(said.remarks),
            element("ul", "", ...remarks.map(({ says }) => element("li", "", say([says.zh, says.en])))),
          ),
        ]
      : []),
    card(
      say(said.report),
      rows(say, [
        [said.file, `${given.name} (${given.size} ${say(said.bytes)})`],
        [said.hash, given.hash],
        [said.at, `${given.at.toLocaleString(say(["zh-CN", "en-GB"]))} ${given.at.toTimeString().slice(9, 17)}`],
      ]),
    ),
  ];
}

type Shown = NonNullable<Checked["shown"]>;
function provenCard({ facts, evidence }: Shown, report: Report, known: Known, say: Say): HTMLElement {
  const stepOf = (wanted: string) => report.steps.find(({ step }) => step === wanted);
  const id = stepOf("transaction")?.data["id"];
  return card(
    say(said.proven),
    rows(say, [
      [said.what, whatIn(evidence, say)],
      ...authorsOf(facts, known, say).map((who): [Pair, string] => [said.by, who]),
      [said.time, `${momentOf(facts.time)} +08:00 (${facts.timeText})`],
      [said.block, `${facts.height}`],
      [said.network, facts.network],
      [said.transaction, `${id ?? ""}`],
    ]),
    ...originalsOf(evidence, say).map(folded),
    ...(evidence.documents ?? []).map(({ content }) => {
      const bytes = fromBase64(content) ?? new Uint8Array();
      const title = `${say(steps.documents)} (${bytes.length} ${say(said.bytes)})`;
      return folded([title, textOf(bytes)?.slice(0, 50_000) ?? "…"]);
    }),
  );
}

function folded([title, text]: readonly [string, string]): HTMLElement {
  const words = element("pre", "", text);
  words.tabIndex = 0;
  return element("details", "", element("summary", "", title), words);
}

export function signersOf({ validators }: Facts, known: Known, say: Say): HTMLElement {
  const isCourt = ({ address }: { readonly address: string }) => courtOf(known.kindOf(address)) !== undefined;
  const courts = validators.filter(isCourt);
  const signed = (some: typeof validators): number => some.filter((one) => one.signed).length;
  const lines = validators.map((one) => {
    const { address, power, name, namedBy } = one;
    const kind = courtOf(known.kindOf(address));
    const title = [name ?? address, ...(kind ? [element("span", "seal", say(kind))] : [])];
    const more = [
      ...(name ? [address] : []),
      `${power} ${say(said.votes)}`,
      ...(namedBy === "file" ? [say(said.byFile)] : []),
    ];
    return line(one.signed ? "ok" : "off", say(one.signed ? said.signed : said.unsigned), title, more.join(" · "));
  });
  const counts = say(someSigned(signed(validators), validators.length));
  return card(
    say(said.signersTitle),
    element("p", "soft", counts, courts.length > 0 ? say(courtsSigned(signed(courts), courts.length)) : ""),
    listed(lines),
    element("p", "soft", courts.length > 0 ? "" : say(said.noKinds)),
  );
}
