import type { Finding, ReviewResult, Undecided } from "@meridian/review/evaluate";
import type { Severity } from "@meridian/review/rule";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag, type Tone } from "@meridian/ui/marks";
import { listText } from "@meridian/ui/text/list";
import { counted, dictionary } from "@meridian/ui/text/words";
import { CircleCheck, Info, OctagonAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { reviewVocabulary } from "./review-words.tsx";

const words = dictionary({
  zh: {
    none: "没有发现问题",
    ran: (count: number) => `${count} 条规则全部运行`,
    undecided: (count: number) => `${count} 条规则缺少资料，无法判断`,
    missing: "缺少：",
    final: "必须修改，不能说明理由通过",
    coSign: "说明理由后还需药师会签",
    rule: "规则",
    about: "涉及：",
    items: { dose: "日剂量", days: "天数", route: "给药途径", egfr: "肾功能" },
  },
  en: {
    none: "Nothing found",
    ran: (count: number) => `all ${counted(count, "rule")} ran`,
    undecided: (count: number) => `${counted(count, "rule")} could not judge for want of data`,
    missing: "missing: ",
    final: "has to change; no reason lifts it",
    coSign: "a reason also needs a pharmacist to co-sign",
    rule: "Rule",
    about: "About: ",
    items: { dose: "daily dose", days: "days", route: "route", egfr: "kidney function" },
  },
});

const LOOK: { readonly [S in Severity]: { readonly tone: Tone; readonly ground: string; readonly icon: ReactNode } } = {
  critical: { tone: "danger", ground: "border-danger", icon: <OctagonAlert size={15} aria-hidden /> },
  warning: { tone: "warn", ground: "border-warn", icon: <TriangleAlert size={15} aria-hidden /> },
  info: { tone: "info", ground: "border-info", icon: <Info size={15} aria-hidden /> },
};

type Props = {
  readonly result: ReviewResult;
  /** What the medication at a position of the request is called. */
  readonly nameOf: (medication: number) => string;
  /** More under a finding, such as the way to override it. */
  readonly under?: (finding: Finding, position: number) => ReactNode;
};

/** What the machine's review found, severe ones first; nothing found is said as well, with how much was looked at. */
export function Findings({ result, nameOf, under }: Props) {
  const say = useWords(words);
  const { findings, undecided, ran } = result;
  return (
    <div className="grid gap-3" data-testid="findings">
      {findings.length === 0 && (
        <p className="flex items-center gap-2 text-ok">
          <CircleCheck size={18} aria-hidden /> {say.none} <span className="text-ink-3">({say.ran(ran.count)})</span>
        </p>
      )}
      {findings.length > 0 && (
        <ol className="grid gap-2">
          {findings.map((finding, position) => (
            <FindingItem key={`${finding.rule}.${finding.medications.join("-")}`} finding={finding} nameOf={nameOf}>
              {under?.(finding, position)}
            </FindingItem>
          ))}
        </ol>
      )}
      {undecided.length > 0 && <UndecidedRules undecided={undecided} />}
    </div>
  );
}

function FindingItem({
  finding,
  nameOf,
  children,
}: {
  readonly finding: Finding;
  readonly nameOf: Props["nameOf"];
  readonly children: ReactNode;
}) {
  const say = useWords(words);
  const { severity: severities, kind: kinds } = useWords(reviewVocabulary);
  const { language } = useLanguage();
  const { severity, kind, message, management, medications, override, rule } = finding;
  const { tone, ground, icon } = LOOK[severity];
  return (
    <li className={`grid gap-1 border-l-4 pl-3 ${ground}`} data-testid={`finding-${severity}`}>
      <p className="flex flex-wrap items-center gap-2">
        <Tag tone={tone} icon={icon}>
          {severities[severity]}
        </Tag>
        <span className="text-sm text-ink-2">{kinds[kind]}</span>
      </p>
      <p className="font-medium">{message[language]}</p>
      <p className="text-ink-2">{management[language]}</p>
      {medications.length > 0 && (
        <p className="text-sm text-ink-3">
          {say.about}
          {listText(medications.map(nameOf), language)}
        </p>
      )}
      {severity === "critical" && (!override.allowed || override.coSign) && (
        <p className="text-sm text-danger">{override.allowed ? say.coSign : say.final}</p>
      )}
      <p className="text-sm text-ink-3">
        {say.rule} <code className="font-mono break-all">{rule}</code>
      </p>
      {children}
    </li>
  );
}

function UndecidedRules({ undecided }: { readonly undecided: readonly Undecided[] }) {
  const say = useWords(words);
  const { language } = useLanguage();
  return (
    <details className="text-sm text-ink-2">
      <summary className="cursor-pointer">{say.undecided(undecided.length)}</summary>
      <ul className="mt-1 grid gap-1">
        {undecided.map(({ rule, missing }) => (
          <li key={rule}>
            <code className="font-mono break-all">{rule}</code> · {say.missing}
            {listText(
              missing.map((what) => say.items[what]),
              language,
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
