import { NodeRefusal, type Provable, type Refusal } from "@meridian/client/desk";
import type { Report } from "@meridian/proof/verify";
import { Check, Download, LoaderCircle, ShieldCheck, ShieldX, X } from "lucide-react";
import { useState } from "react";
import { Button } from "../button.tsx";
import { useLanguage, useWords } from "../language.tsx";
import { Seal } from "../marks.tsx";
import { Overlay } from "../overlay.tsx";
import { timeText } from "../text/format.ts";
import { listText } from "../text/list.ts";
import { dictionary } from "../text/words.ts";
import { useDesk, useNameOf } from "./context.tsx";
import { RefusalText } from "./refusal.tsx";

const words = dictionary({
  zh: {
    verify: "验证",
    title: "在本机验证证明",
    working: "正在本机逐项验证…",
    holds: "核验一致：上链后未经篡改",
    broken: "核验不一致：文件受损或被改动",
    brokenNext: "节点给出的内容与账本不符。请不要据此行事，并告知监管部门。",
    untrusted: "文件自身一致，但不出自您信任的网络",
    untrustedNext: "验证者集合不是本机记住的那一个。",
    signed: "个验证者已签名",
    download: "下载证据文件",
    signedBy: "签名人",
  },
  en: {
    verify: "Verify",
    title: "Verify the proof on this device",
    working: "Checking step by step on this device…",
    holds: "Verified: unaltered since it went on the ledger",
    broken: "Not verified: damaged or altered",
    brokenNext: "What the node says is not what the ledger says. Do not act on it, and tell the regulator.",
    untrusted: "Consistent in itself, but not of the network you trust",
    untrustedNext: "The validators are not those that this device remembers.",
    signed: "validators signed",
    download: "Download evidence",
    signedBy: "Signed by",
  },
});

/** The steps of a check in words, up to the first that fails. */
export function ProofReport({ report }: { readonly report: Report }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { ok, trusted, steps, facts } = report;
  return (
    <div data-testid={ok && trusted ? "proof-holds" : "proof-broken"}>
      <p className={`flex items-center gap-2 text-lg font-semibold ${ok && trusted ? "text-ok" : "text-danger"}`}>
        {ok && trusted ? <ShieldCheck aria-hidden /> : <ShieldX aria-hidden />}
        {ok && !trusted ? say.untrusted : ok ? say.holds : say.broken}
      </p>
      {!ok && <p className="mt-1 text-danger">{say.brokenNext}</p>}
      {ok && !trusted && <p className="mt-1 text-danger">{say.untrustedNext}</p>}
      {facts !== undefined && (
        <p className="mt-1 text-ink-2">
          {timeText(facts.time, language)} · {facts.validators.filter(({ signed }) => signed).length}/
          {facts.validators.length} {say.signed} <Seal height={facts.height} />
        </p>
      )}
      <ol className="mt-3 grid gap-2">
        {steps.map(({ step, ok: holds, says }) => (
          <li key={step} className="flex gap-2">
            {holds ? (
              <Check size={18} className="mt-1 shrink-0 text-ok" aria-hidden />
            ) : (
              <X size={18} className="mt-1 shrink-0 text-danger" aria-hidden />
            )}
            <span className={holds ? "" : "font-semibold text-danger"}>{says[language]}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

type Checked = { readonly report: Report; readonly evidence: string } | { readonly refusal: Refusal } | "working";

/** A button that fetches the proof, checks it on this device and shows each step. */
export function VerifyButton({ of, name = "evidence" }: { readonly of: Provable; readonly name?: string }) {
  const say = useWords(words);
  const { node, verify } = useDesk();
  const [checked, setChecked] = useState<Checked>();
  const check = async (): Promise<void> => {
    setChecked("working");
    try {
      const evidence = await node.evidence(of);
      setChecked({ evidence, report: await verify(evidence) });
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setChecked({ refusal: error.refusal });
    }
  };
  return (
    <>
      <Button
        look="quiet"
        size="small"
        onClick={check}
        icon={<ShieldCheck size={16} aria-hidden />}
        data-testid="verify"
      >
        {say.verify}
      </Button>
      <Overlay open={checked !== undefined} onClose={() => setChecked(undefined)} title={say.title} from="side">
        {checked === "working" && (
          <p role="status" className="flex items-center gap-2">
            <LoaderCircle size={18} className="animate-spin" aria-hidden /> {say.working}
          </p>
        )}
        {checked !== undefined && checked !== "working" && "refusal" in checked && (
          <RefusalText refusal={checked.refusal} />
        )}
        {checked !== undefined && checked !== "working" && "report" in checked && (
          <>
            <ProofReport report={checked.report} />
            <Button
              className="mt-4 w-full"
              icon={<Download size={16} aria-hidden />}
              onClick={() => download(`${name}.json`, checked.evidence)}
            >
              {say.download}
            </Button>
          </>
        )}
      </Overlay>
    </>
  );
}

/** Hands a file to the person. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

type FactLineProps = {
  readonly by?: readonly string[];
  readonly time: number;
  readonly height: number;
  readonly of: Provable;
  readonly name?: string;
};

/** Under every fact: who signed it, when, in which block, and the way to check it. */
export function FactLine({ by = [], time, height, of, name }: FactLineProps) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { addresses } = useDesk();
  const nameOf = useNameOf();
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-3">
      {by.length > 0 && (
        <span>
          {say.signedBy} {listText(by.map(nameOf), language)}
        </span>
      )}
      <time dateTime={new Date(time * 1_000).toISOString()}>{timeText(time, language)}</time>
      <a className="text-brand hover:underline" href={addresses.block(height)}>
        #{height}
      </a>
      <VerifyButton of={of} {...(name !== undefined && { name })} />
    </p>
  );
}
