import type { OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { NodeRefusal } from "@meridian/client/desk";
import { FINAL_STATUSES } from "@meridian/kernel/vocabulary";
import { type Issue, isIssue, type State } from "@meridian/prescription/state";
import { Card, Facts } from "@meridian/ui/card";
import { Deadline } from "@meridian/ui/deadline";
import { useNameOf, useSession } from "@meridian/ui/desk/context";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { Reading, useRecord } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import { Empty } from "@meridian/ui/states";
import { timeText } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { PatientHistory } from "../patient-history.tsx";
import { COUNTER_KINDS, COUNTER_ROLES, housesOf, personOf } from "../pharmacist-houses.tsx";
import { useOpened } from "../pharmacist-opened.ts";
import { StatusTag, vocabulary } from "../vocabulary.tsx";
import { Bench } from "./bench.tsx";
import { CounterSteps } from "./counter-steps.tsx";
import type { Colleague } from "./dispensing.tsx";
import { DocumentCard } from "./document-card.tsx";
import { linesOf } from "./lines.ts";
import { MoreDeeds } from "./more-deeds.tsx";
import { useCounterRules } from "./pathway-rules.ts";
import { Warnings } from "./warnings.tsx";

const words = dictionary({
  zh: {
    unknown: "没有这张处方",
    unknownNext: "请核对编号，或回到柜台。",
    free: "这张处方还没有药房接单",
    freeNext: "请在柜台扫描患者的取药码。",
    theirs: (name: string) => `这张处方在${name}`,
    away: "这张处方不在您这里",
    awayNext: "接单已取消，或由别的药房接单。要发药，请在柜台扫描患者的取药码。",
    theirsNext: "只有接单的药房可以发药。",
    summary: "处方",
    history: "经过",
    facts: {
      hospital: "医疗机构",
      issued: "开具时间",
      pathway: "流转路径",
      lease: "接单有效至",
      expires: "处方有效至",
    },
  },
  en: {
    unknown: "There is no such prescription",
    unknownNext: "Check the number, or go back to the counter.",
    free: "No pharmacy has claimed this prescription",
    freeNext: "Scan the collection code at the counter.",
    theirs: (name: string) => `This prescription is with ${name}`,
    away: "This prescription is not with you",
    awayNext:
      "The claim was released, or another pharmacy claimed it. To dispense it, scan the collection code at the counter.",
    theirsNext: "Only the pharmacy that claimed it may dispense.",
    summary: "Prescription",
    history: "What happened",
    facts: {
      hospital: "Hospital",
      issued: "Issued",
      pathway: "Pathway",
      lease: "Claim holds until",
      expires: "Prescription expires",
    },
  },
});

type Props = {
  readonly id: PrescriptionId;
  readonly colleague: Colleague;
  /** Packs may be taken from an invented shelf. */
  readonly demonstration: boolean;
};

/** The workbench of a claimed prescription: from the document to the patient's hands. */
export function Workbench(props: Props) {
  const say = useWords(words);
  const nameOf = useNameOf();
  const session = useSession();
  const houses = housesOf(session, COUNTER_KINDS, COUNTER_ROLES);
  const me = personOf(session);
  const record = useRecord<State>("prescription", props.id);
  if (record.error instanceof NodeRefusal && record.error.refusal.code === "gateway/not-for-this-reader")
    return <Empty title={say.away}>{say.awayNext}</Empty>;
  return (
    <Reading of={record} lines={8}>
      {(state) => {
        if (!state || !isIssue(state)) return <Empty title={say.unknown}>{say.unknownNext}</Empty>;
        const house = state.claim?.organisation;
        if (house === undefined) return <Unclaimed id={props.id} issue={state} />;
        if (!houses.includes(house) || me === undefined)
          return <Empty title={say.theirs(nameOf(house))}>{say.theirsNext}</Empty>;
        return <Claimed {...props} issue={state} house={house} me={me} />;
      }}
    </Reading>
  );
}

/** Nobody's any more, or not yet: how it ended, and what happened. */
function Unclaimed({ id, issue }: { readonly id: PrescriptionId; readonly issue: Issue }) {
  const say = useWords(words);
  const hasEnded = (FINAL_STATUSES as readonly string[]).includes(issue.status);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {!hasEnded && (
          <Card>
            <Empty title={say.free}>{say.freeNext}</Empty>
          </Card>
        )}
        <Summary id={id} issue={issue} />
      </div>
      <Card title={say.history}>
        <PatientHistory prescription={id} />
      </Card>
    </div>
  );
}

type ClaimedProps = Props & { readonly issue: Issue; readonly house: OrganisationId; readonly me: PersonId };

function Claimed(props: ClaimedProps) {
  const say = useWords(words);
  const { id, issue, house } = props;
  const rules = useCounterRules(issue);
  const { data: bundle } = useOpened(issue.content, issue.custodian, false);
  const lines = linesOf(issue.items, bundle);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <CounterSteps issue={issue} rules={rules} isRead={bundle !== undefined} />
      <Warnings id={id} issue={issue} house={house} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Bench {...props} rules={rules} lines={lines} isRead={bundle !== undefined} />
        <div
          className={`grid grid-cols-[minmax(0,1fr)] gap-4 ${bundle === undefined ? "order-first lg:order-none" : ""}`}
        >
          <DocumentCard id={id} issue={issue} house={house} />
          <Summary id={id} issue={issue} />
          <MoreDeeds id={id} issue={issue} house={house} />
          <Card title={say.history}>
            <PatientHistory prescription={id} />
          </Card>
        </div>
      </div>
    </div>
  );
}

function Summary({ id, issue }: { readonly id: PrescriptionId; readonly issue: Issue }) {
  const say = useWords(words);
  const names = useWords(vocabulary);
  const nameOf = useNameOf();
  const { language } = useLanguage();
  const { organisation, prescriber, issuedAt, pathway, claim, expiresAt, status } = issue;
  const isLeased = status === "CLAIMED" || status === "SUBST_PENDING";
  return (
    <Card title={say.summary} aside={<StatusTag status={status} />}>
      <Facts
        rows={[
          [say.facts.hospital, `${nameOf(organisation)} · ${nameOf(prescriber)}`],
          [say.facts.issued, timeText(issuedAt, language)],
          [say.facts.pathway, names.pathway[pathway.id] ?? pathway.id],
          ...(isLeased ? [[say.facts.lease, <Deadline key="lease" at={claim?.until} />] as const] : []),
          [say.facts.expires, timeText(expiresAt, language)],
        ]}
      />
      <p className="mt-2 flex flex-wrap items-center gap-2 text-sm text-ink-3">
        <Hash value={id} /> <VerifyButton of={{ type: "record", domain: "prescription", id }} name={id} />
      </p>
    </Card>
  );
}
