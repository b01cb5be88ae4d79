import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import type { Report } from "@meridian/proof/verify";
import { Button, buttonClass } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useDesk } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { useWords } from "@meridian/ui/language";
import { Download, LoaderCircle, RotateCcw } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { go } from "../../frame/routing.tsx";
import { type Given, hashOfText, type Refused } from "./given.ts";
import { Intake } from "./intake.tsx";
import { ReportPage } from "./report.tsx";
import { TrustCard } from "./trust-card.tsx";
import { words } from "./words.ts";

/** What became of what was given. */
type Course =
  | { readonly type: "waiting" }
  | { readonly type: "fetching" | "checking" }
  | { readonly type: "unfit"; readonly why: Refused }
  | { readonly type: "refused"; readonly refusal: Refusal }
  | {
      readonly type: "checked";
      readonly name: string;
      readonly text: string;
      readonly hash: string;
      readonly report: Report;
      readonly at: number;
    };

/** Evidence checked on this device; `?tx=` asks the node for that of a transaction. */
export function Verify() {
  const say = useWords(words);
  const { node, verify } = useDesk();
  const [course, setCourse] = useState<Course>({ type: "waiting" });

  const check = useCallback(
    async (text: string, name: string): Promise<void> => {
      setCourse({ type: "checking" });
      try {
        const report = await verify(text);
        setCourse({ type: "checked", name, text, hash: hashOfText(text), report, at: Math.floor(Date.now() / 1_000) });
      } catch (error) {
        if (!(error instanceof NodeRefusal)) throw error;
        setCourse({ type: "refused", refusal: error.refusal });
      }
    },
    [verify],
  );
  const fetched = useCallback(
    async (id: string): Promise<void> => {
      setCourse({ type: "fetching" });
      try {
        await check(await node.evidence({ type: "transaction", id }), `transaction-${id.slice(0, 12)}.json`);
      } catch (error) {
        if (!(error instanceof NodeRefusal)) throw error;
        setCourse({ type: "refused", refusal: error.refusal });
      }
    },
    [check, node],
  );
  const take = (given: Given, name: string): void => {
    if (given.kind === "refused") setCourse({ type: "unfit", why: given.why });
    else if (given.kind === "evidence") void check(given.text, name);
    else {
      go(`/v?tx=${given.id}`, { replace: true });
      void fetched(given.id);
    }
  };
  useEffect(() => {
    const id = new URLSearchParams(location.search).get("tx") ?? "";
    if (/^[0-9a-f]{64}$/.test(id)) void fetched(id);
  }, [fetched]);
  const again = (): void => {
    go("/v", { replace: true });
    setCourse({ type: "waiting" });
  };

  const isOpen = course.type !== "checked";
  return (
    <div className="mx-auto max-w-5xl px-4 py-6 sm:px-6">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h1 className="text-2xl font-semibold">{isOpen ? say.title : say.report}</h1>
          <p className="mt-1 text-ink-2" data-screen-only>
            {say.lead}
          </p>
        </div>
        {!isOpen && (
          <Button onClick={again} icon={<RotateCcw size={16} aria-hidden />} data-screen-only>
            {say.again}
          </Button>
        )}
      </div>
      <div className="mt-4 grid gap-4 *:min-w-0">
        {isOpen && <Intake take={take} busy={course.type === "fetching" || course.type === "checking"} />}
        <div aria-live="polite">
          <Outcome course={course} />
        </div>
        <TrustCard {...(course.type === "checked" && { report: course.report })} />
        <div data-screen-only>
          <Card>
            <div className="flex flex-wrap items-center justify-between gap-3">
              <p className="text-ink-2">{say.offlineLead}</p>
              <a href="/verifier.html" download className={buttonClass("secondary")}>
                <Download size={16} aria-hidden /> {say.offline}
              </a>
            </div>
          </Card>
        </div>
      </div>
    </div>
  );
}

function Outcome({ course }: { readonly course: Course }) {
  const say = useWords(words);
  switch (course.type) {
    case "waiting":
      return null;
    case "fetching":
    case "checking":
      return (
        <p className="flex items-center gap-2 p-4 text-ink-2">
          <LoaderCircle size={18} className="animate-spin" aria-hidden />
          {course.type === "fetching" ? say.fetching : say.working}
        </p>
      );
    case "unfit": {
      const [happened, next] = say.refused[course.why];
      return (
        <div role="alert" className="rounded-card bg-danger-soft p-4" data-testid="unfit">
          <p className="font-semibold text-danger">{happened}</p>
          <p>{next}</p>
        </div>
      );
    }
    case "refused":
      return (
        <div role="alert" className="rounded-card bg-danger-soft p-4" data-testid="refused">
          <RefusalText refusal={course.refusal} />
        </div>
      );
    case "checked":
      return <ReportPage {...course} />;
  }
}
