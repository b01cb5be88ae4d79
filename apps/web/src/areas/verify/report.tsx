import type { Evidence } from "@meridian/proof/evidence";
import type { Report } from "@meridian/proof/verify";
import { Button } from "@meridian/ui/button";
import { Card, Facts } from "@meridian/ui/card";
import { useNameOf } from "@meridian/ui/desk/context";
import { ProofReport } from "@meridian/ui/desk/proof";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Seal } from "@meridian/ui/marks";
import { timeText } from "@meridian/ui/text/format";
import { Printer, ShieldAlert, ShieldCheck, ShieldX } from "lucide-react";
import type { Told } from "../../sentences/saying.ts";
import { domainText, sentenceOf, wishOf } from "../../sentences/sentence.ts";
import { Custody } from "./custody.tsx";
import { Originals } from "./originals.tsx";
import { ValidatorList } from "./validator-list.tsx";
import { words } from "./words.ts";

export type Checked = {
  readonly name: string;
  readonly text: string;
  readonly hash: string;
  readonly report: Report;
  /** When it was checked, epoch seconds. */
  readonly at: number;
};
type Verdict = "holds" | "untrusted" | "broken";

const verdictOf = ({ ok, trusted, fault }: Report): Verdict =>
  ok && trusted ? "holds" : ok || fault?.step === "trust" ? "untrusted" : "broken";

/** What the file proves, where it comes from, who vouches for it; a lie in red with the step that shows it. */
export function ReportPage({ name, text, hash, report, at }: Checked) {
  const say = useWords(words);
  const { language } = useLanguage();
  // Only what was checked may be read as evidence.
  const evidence = report.ok ? (JSON.parse(text) as Evidence) : undefined;
  return (
    <div className="grid gap-4 *:min-w-0">
      <Banner report={report} evidence={evidence} />
      <div className={`grid items-start gap-4 *:min-w-0 ${report.facts === undefined ? "" : "lg:grid-cols-2"}`}>
        <Card title={say.steps}>
          <ProofReport report={report} />
          {report.ok && report.remarks.length > 0 && (
            <ul className="mt-4 grid gap-1 border-t border-line pt-3 text-sm text-ink-2">
              {report.remarks.map(({ remark, says }) => (
                <li key={remark}>{says[language]}</li>
              ))}
            </ul>
          )}
        </Card>
        <div className="grid gap-4">
          {evidence !== undefined && report.facts !== undefined && (
            <Custody evidence={evidence} facts={report.facts} checkedAt={at} />
          )}
          {report.facts !== undefined && <ValidatorList facts={report.facts} />}
        </div>
      </div>
      {evidence !== undefined && <Originals evidence={evidence} />}
      <Card>
        <Facts
          rows={[
            ...(name === "" ? [] : [[say.file, name] as const]),
            [
              say.fileHash,
              <code key="hash" className="font-mono text-sm">
                {hash}
              </code>,
            ],
            [say.checkedAt, `${timeText(at, language)} · ${say.byDevice}`],
          ]}
        />
        <Button
          className="mt-4"
          onClick={() => window.print()}
          icon={<Printer size={16} aria-hidden />}
          data-screen-only
        >
          {say.print}
        </Button>
      </Card>
    </div>
  );
}

const LOOK = {
  holds: ["bg-ok-soft text-ok", <ShieldCheck key="icon" size={36} aria-hidden />],
  untrusted: ["bg-danger-soft text-danger", <ShieldAlert key="icon" size={36} aria-hidden />],
  broken: ["bg-danger-soft text-danger", <ShieldX key="icon" size={36} aria-hidden />],
} as const;

function Banner({ report, evidence }: { readonly report: Report; readonly evidence: Evidence | undefined }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const verdict = verdictOf(report);
  const [look, icon] = LOOK[verdict];
  const failing = report.steps.findIndex(({ ok }) => !ok);
  return (
    <div
      role={verdict === "holds" ? "status" : "alert"}
      data-testid={`verdict-${verdict}`}
      className={`flex flex-wrap items-center gap-4 rounded-card p-5 ${look}`}
    >
      {icon}
      <div className="min-w-0 flex-1">
        <p className="text-2xl font-semibold">{say.verdict[verdict]}</p>
        {failing >= 0 && (
          <p className="font-medium" data-testid="failing-step">
            {say.failsAt(failing + 1)}
            {language === "zh" ? "：" : ": "}
            {report.steps[failing]?.says[language]}
          </p>
        )}
        {verdict !== "holds" && <p className="text-ink">{verdict === "broken" ? say.brokenNext : say.untrustedNext}</p>}
        {evidence !== undefined && <p className="text-lg text-ink">{proven(evidence, language, nameOf)}</p>}
      </div>
      {verdict === "holds" && report.facts !== undefined && <Seal height={report.facts.height} />}
    </div>
  );
}

/** What the file says, in one sentence. */
function proven({ subject, transaction }: Evidence, language: "zh" | "en", nameOf: (id: string) => string): string {
  switch (subject.type) {
    case "event": {
      const { domain, record, event } = subject.envelope;
      return sentenceOf({ ...event, domain, record }, language, nameOf);
    }
    case "record":
      return words[language].holds(`${domainText(subject.domain, language)} ${nameOf(subject.record)}`);
    case "absence":
      return language === "zh"
        ? `账本中没有${domainText(subject.domain, language)} ${subject.record}`
        : `The ledger holds no ${domainText(subject.domain, language).toLowerCase()} ${subject.record}`;
    case "transaction": {
      const { commands } = JSON.parse(transaction?.payload ?? "{}") as { readonly commands?: readonly Told[] };
      const wishes = (commands ?? []).map(
        (command) => wishOf(command, language) ?? `${command.domain}/${command.type}`,
      );
      const refused = transaction?.outcome.status === "rejected" ? transaction.outcome.rejection.code : undefined;
      const what = wishes.join(language === "zh" ? "；" : "; ");
      if (language === "zh") return refused === undefined ? `交易已生效：${what}` : `交易被拒绝（${refused}）：${what}`;
      return refused === undefined
        ? `A transaction took effect: ${what}`
        : `A transaction was refused (${refused}): ${what}`;
    }
  }
}
