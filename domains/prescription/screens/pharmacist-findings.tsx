import type { PersonId, PrescriptionId } from "@meridian/base/ids";
import type { Row } from "@meridian/kernel/view";
import type { Finding, ReviewResult } from "@meridian/review/evaluate";
import { OVERRIDE_REASONS, type OverrideReason } from "@meridian/review/rule";
import type { CoSign } from "@meridian/review/schema";
import { Button } from "@meridian/ui/button";
import { useAct } from "@meridian/ui/desk/act";
import { useNameOf } from "@meridian/ui/desk/context";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { listText } from "@meridian/ui/text/list";
import { counted, dictionary } from "@meridian/ui/text/words";
import { CircleAlert, Info, PenLine, TriangleAlert } from "lucide-react";
import { useState } from "react";

/** In the very words of `reviewVocabulary`, which prescribers choose from: screens do not import one another. */
const REASONS: { readonly [L in "zh" | "en"]: { readonly [R in OverrideReason]: string } } = {
  zh: {
    "benefit-outweighs-risk": "获益大于风险",
    "no-alternative": "没有替代方案",
    "specialist-advice": "专科医师意见",
    "monitoring-in-place": "已安排监测",
    "tolerated-before": "既往耐受",
    "dose-adjusted": "剂量已调整",
    "taken-apart": "错开时间服用",
    "chronic-condition": "慢性病需要",
    "cancer-or-severe-chronic-pain": "癌痛或重度慢性疼痛",
    other: "其他",
  },
  en: {
    "benefit-outweighs-risk": "the benefit outweighs the risk",
    "no-alternative": "there is no alternative",
    "specialist-advice": "a specialist advised it",
    "monitoring-in-place": "monitoring is in place",
    "tolerated-before": "tolerated before",
    "dose-adjusted": "the dose is adjusted",
    "taken-apart": "taken at different times",
    "chronic-condition": "a chronic condition needs it",
    "cancer-or-severe-chronic-pain": "cancer or severe chronic pain",
    other: "other",
  },
};

const words = dictionary({
  zh: {
    reasons: REASONS.zh,
    severity: { critical: "严重", warning: "警示", info: "提示" },
    none: "系统审方没有发现问题。",
    ran: (count: number) => `已运行 ${count} 条规则`,
    undecided: (count: number) => `${count} 条规则因资料不全未能判断`,
    missing: "缺少",
    lacks: { dose: "剂量", days: "天数", route: "给药途径", egfr: "肾功能" },
    final: "任何理由都不能放行：请退回医生修改。",
    open: "等待医生给出理由，或退回修改。",
    overridden: (who: string, reason: string) => `${who} 给出的理由：${reason}`,
    coSignNeeded: "还需要一位药师会签。",
    coSigned: (who: string) => `${who} 已会签`,
    coSign: "会签",
    says: (title: string) => `会签医生对“${title}”的放行理由`,
  },
  en: {
    reasons: REASONS.en,
    severity: { critical: "Critical", warning: "Warning", info: "Note" },
    none: "The automatic review found nothing.",
    ran: (count: number) => `${counted(count, "rule")} ran`,
    undecided: (count: number) => `${counted(count, "rule")} could not judge for want of data`,
    missing: "Missing",
    lacks: { dose: "dose", days: "days", route: "route", egfr: "kidney function" },
    final: "No reason lifts this one: return it to the physician.",
    open: "The physician must give a reason, or change the order.",
    overridden: (who: string, reason: string) => `${who} gave the reason: ${reason}`,
    coSignNeeded: "A pharmacist must co-sign.",
    coSigned: (who: string) => `${who} co-signed`,
    coSign: "Co-sign",
    says: (title: string) => `Co-sign the physician's reason against “${title}”`,
  },
});

/** Of `reviews`. */
export type ReviewRow = Row & {
  readonly prescription: PrescriptionId;
  readonly version: number;
  readonly findings: string;
  readonly critical: number;
  readonly coSign: readonly number[];
  readonly final: readonly number[];
  readonly custodian: string;
  readonly prescriber: string;
};
/** Of `review_findings`. */
export type FindingRow = Row & {
  readonly finding: number;
  readonly what: string;
  readonly detail: string | null;
  readonly by: string | null;
};

/** Critical findings that still forbid to approve: without a reason, or without the co-signature that the rule wants. */
export function openFindings({ critical, coSign }: ReviewRow, answers: readonly FindingRow[]): number {
  const has = (finding: number, what: string): boolean =>
    answers.some((answer) => answer.finding === finding && answer.what === what);
  return Array.from({ length: critical }, (_, finding) => finding).filter(
    (finding) => !has(finding, "override") || (coSign.includes(finding) && !has(finding, "co-signature")),
  ).length;
}

type Props = {
  readonly review: ReviewRow;
  readonly result: ReviewResult;
  readonly answers: readonly FindingRow[];
  /** Who may sign along; nobody where one only reads. */
  readonly pharmacist?: PersonId;
};

/** What the machine found, what the prescriber said against it, and the pharmacist's hand beside it. */
export function Findings({ review, result, answers, pharmacist }: Props) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { findings, undecided, ran } = result;
  return (
    <div className="grid gap-3" data-testid="findings">
      {findings.length === 0 && <p>{say.none}</p>}
      <ul className="grid gap-3">
        {findings.map((finding, position) => (
          <li key={`${finding.rule}/${finding.medications.join()}`} className="rounded-control bg-sunken p-3">
            <OneFinding finding={finding} />
            {finding.severity === "critical" && (
              <Answered
                {...{ review, finding, position, answers }}
                {...(pharmacist !== undefined && pharmacist !== review.prescriber && { pharmacist })}
              />
            )}
          </li>
        ))}
      </ul>
      <p className="text-sm text-ink-3">{say.ran(ran.count)}</p>
      {undecided.length > 0 && (
        <details className="text-sm text-ink-2">
          <summary className="cursor-pointer">{say.undecided(undecided.length)}</summary>
          <ul className="mt-1 grid gap-0.5">
            {undecided.map(({ rule, missing }) => (
              <li key={rule}>
                <code className="font-mono">{rule}</code> · {say.missing}{" "}
                {listText(
                  missing.map((each) => say.lacks[each]),
                  language,
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

const LOOK = {
  critical: { tone: "danger", icon: <CircleAlert size={14} aria-hidden /> },
  warning: { tone: "warn", icon: <TriangleAlert size={14} aria-hidden /> },
  info: { tone: "info", icon: <Info size={14} aria-hidden /> },
} as const;

function OneFinding({ finding: { severity, message, management, rule } }: { readonly finding: Finding }) {
  const say = useWords(words);
  const { language } = useLanguage();
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        <Tag {...LOOK[severity]}>{say.severity[severity]}</Tag>
        <span className="font-medium">{message[language]}</span>
      </p>
      <p className="mt-1 text-ink-2">{management[language]}</p>
      <p className="text-sm text-ink-3">
        <code className="font-mono">{rule}</code>
      </p>
    </>
  );
}

function Answered({
  review,
  finding,
  position,
  answers,
  pharmacist,
}: Pick<Props, "review" | "answers" | "pharmacist"> & { readonly finding: Finding; readonly position: number }) {
  const say = useWords(words);
  const nameOf = useNameOf();
  const answer = (what: string): FindingRow | undefined =>
    answers.find((each) => each.finding === position && each.what === what);
  const given = answer("override");
  const along = answer("co-signature");
  if (review.final.includes(position)) return <p className="mt-2 text-danger">{say.final}</p>;
  if (given === undefined) return <p className="mt-2 text-warn">{say.open}</p>;
  const reason = OVERRIDE_REASONS.find((each) => each === given.detail);
  return (
    <div className="mt-2 grid gap-1">
      <p>
        {say.overridden(nameOf(given.by ?? ""), reason === undefined ? (given.detail ?? "–") : say.reasons[reason])}
      </p>
      {along !== undefined && <p className="text-ok">{say.coSigned(nameOf(along.by ?? ""))}</p>}
      {along === undefined && review.coSign.includes(position) && (
        <div className="flex flex-wrap items-center gap-3">
          <p className="text-warn">{say.coSignNeeded}</p>
          {pharmacist !== undefined && <CoSigning {...{ review, finding, position, pharmacist }} />}
        </div>
      )}
    </div>
  );
}

function CoSigning({
  review: { prescription, version },
  finding: { message },
  position,
}: {
  readonly review: ReviewRow;
  readonly finding: Finding;
  readonly position: number;
}) {
  const say = useWords(words);
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const coSign = async (): Promise<void> => {
    setBusy(true);
    const deed: CoSign = { domain: "review", type: "coSign", prescription, version, finding: position };
    await act({ commands: [deed], says: { zh: words.zh.says(message.zh), en: words.en.says(message.en) } });
    setBusy(false);
  };
  return (
    <Button size="small" busy={busy} onClick={coSign} icon={<PenLine size={15} aria-hidden />} data-testid="co-sign">
      {say.coSign}
    </Button>
  );
}
