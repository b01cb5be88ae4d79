import { accessCodeText } from "@meridian/client/access-code";
import { Card } from "@meridian/ui/card";
import { ProofReport } from "@meridian/ui/desk/proof";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { QrCode } from "@meridian/ui/qr";
import { labelled } from "@meridian/ui/text/words";
import { ExternalLink, ShieldX } from "lucide-react";
import { TOUR } from "./steps.ts";
import { type Part, scopeOf } from "./story/cast.ts";
import { yuan } from "./story/settle.ts";
import type { Story } from "./story/state.ts";
import { words } from "./words.ts";

type Props = { readonly at: number; readonly story: Story };

/** The phone and the institution, each showing its own real page in the name of its own session. */
export function Stage({ at, story }: Props) {
  const say = useWords(words);
  return (
    <div className="grid gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
      <section aria-label={say.phone}>
        <h2 className="mb-2 text-sm font-semibold text-ink-2">{say.phone}</h2>
        <Phone at={at} story={story} />
      </section>
      <section aria-label={say.staff} className="min-w-0">
        <h2 className="mb-2 text-sm font-semibold text-ink-2">{say.staff}</h2>
        <Institution at={at} story={story} />
      </section>
    </div>
  );
}

const CODE_STEPS: ReadonlySet<string> = new Set(["claim", "deliver"]);

function Phone({ at, story: { patient, prescription, seed } }: Props) {
  const say = useWords(words);
  const step = TOUR[at]?.id;
  if (patient === undefined) return <Frame part="patient" page="/signin" title={say.phone} isPhone />;
  return (
    <>
      {prescription !== undefined && seed !== undefined && step !== undefined && CODE_STEPS.has(step) && (
        <Card className="mb-3 text-center">
          <p className="mb-2 font-medium">{say.showCode}</p>
          <QrCode text={accessCodeText({ prescription, seed })} label={say.showCode} />
        </Card>
      )}
      <Frame
        part="patient"
        page={prescription === undefined ? "/p" : `/p/rx/${prescription}`}
        title={say.phone}
        isPhone
        key={`${at}`}
      />
    </>
  );
}

/** What the step before came to, at the institution that did it; before the first, what will come. */
function Institution({ at, story }: Props) {
  const say = useWords(words);
  const done = TOUR[at - 1];
  if (done === undefined) return <Card>{<p className="text-lg text-ink-2">{say.lead}</p>}</Card>;
  switch (done.id) {
    case "tamper":
      return <Tampered story={story} />;
    case "evidence":
      return (
        <>
          <p className="mb-2">{say.verifierHint}</p>
          <iframe
            title={say.steps.evidence.title}
            src="/verifier.html"
            data-testid="verifier-frame"
            className="h-[44rem] w-full rounded-card border border-line bg-surface"
          />
        </>
      );
    case "passkey":
      return (
        <Card>
          <p className="text-lg">{say.steps.prescribe.says}</p>
        </Card>
      );
    default:
      return (
        <>
          <Outcome story={story} step={done.id} />
          <Frame
            part={done.part === "court" ? "regulator" : done.part}
            page={done.page?.(story) ?? "/"}
            title={say.parts[done.part]}
            key={`${at}`}
          />
        </>
      );
  }
}

function Outcome({ story: { review, adjudication }, step }: { readonly story: Story; readonly step: string }) {
  const say = useWords(words);
  const { language } = useLanguage();
  if (step === "prescribe" && review !== undefined)
    return (
      <p className="mb-2">
        <Tag tone={review.critical === 0 ? "ok" : "danger"}>
          {say.rules(review.rules, review.critical, review.warning + review.info)}
        </Tag>
      </p>
    );
  if (step !== "settle" || adjudication === undefined) return null;
  const { fund, account, cash, total } = adjudication;
  return (
    <p className="mb-2 flex flex-wrap gap-2" data-testid="tour-settlement">
      <Tag>{yuan(total)}</Tag>
      <Tag tone="info">{language === "zh" ? `统筹基金支付 ${yuan(fund)}` : `paid by the fund ${yuan(fund)}`}</Tag>
      <Tag tone="info">{language === "zh" ? `个账 ${yuan(account)}` : `account ${yuan(account)}`}</Tag>
      <Tag tone="info">{language === "zh" ? `个人现金支付 ${yuan(cash)}` : `patient's cash ${yuan(cash)}`}</Tag>
    </p>
  );
}

function Tampered({ story: { tampering } }: { readonly story: Story }) {
  const say = useWords(words);
  const { language } = useLanguage();
  if (tampering === undefined) return null;
  const { changed, refused, report } = tampering;
  return (
    <Card>
      <div data-testid="tampered">
        <p>{labelled(say.changed, changed.what[language], language)}</p>
        <p className="mt-1 flex flex-wrap items-center gap-2">
          <Tag>{changed.file}</Tag> {say.from} <code className="font-mono">{changed.before}</code> {say.to}{" "}
          <code className="font-mono text-danger">{changed.after}</code>
        </p>
        <p className="mt-4 flex items-center gap-2 text-lg font-semibold text-danger">
          <ShieldX aria-hidden /> {say.refusedBy}
        </p>
        <p>{refused.message[language]}</p>
        <p className="text-sm text-ink-3">
          <code>{refused.code}</code>
          {refused.height !== undefined && ` · #${refused.height}`}
        </p>
        <p className="mt-4 mb-2">{say.inBrowser}</p>
        <ProofReport report={report} />
      </div>
    </Card>
  );
}

type FrameProps = {
  readonly part: Part;
  readonly page: string;
  readonly title: string;
  readonly isPhone?: boolean;
};

/** A real page of the app, in a frame whose name is the scope of the part's session. */
function Frame({ part, page, title, isPhone = false }: FrameProps) {
  const say = useWords(words);
  return (
    <>
      <iframe
        name={scopeOf(part)}
        title={title}
        src={page}
        className={`w-full border border-line bg-canvas ${isPhone ? "h-[44rem] rounded-[2rem]" : "h-[44rem] rounded-card"}`}
      />
      <a
        href={page}
        target="_blank"
        rel="noopener"
        className="mt-1 inline-flex items-center gap-1 text-sm text-brand hover:underline"
      >
        {say.openTab} <ExternalLink size={14} aria-hidden />
      </a>
    </>
  );
}
