import type { Evidence } from "@meridian/proof/evidence";
import type { Facts } from "@meridian/proof/verify";
import { Card } from "@meridian/ui/card";
import { useNameOf } from "@meridian/ui/desk/context";
import { useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Timeline, type TimelineItem } from "@meridian/ui/steps";
import { shortened, timeText } from "@meridian/ui/text/format";
import { listText } from "@meridian/ui/text/list";
import { Blocks, Building2, Landmark, PenLine, ScanSearch } from "lucide-react";
import { words } from "./words.ts";

type Props = { readonly evidence: Evidence; readonly facts: Facts; readonly checkedAt: number };
type Members = Readonly<Record<string, unknown>>;

/** From where what is proven was written to this check: custody before the ledger, signature, block, final, verified. */
export function Custody({ evidence, facts, checkedAt }: Props) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const signers = useSigners(facts);
  const at = (seconds: number): string => timeText(seconds, language);
  const isState = evidence.subject.type === "record" || evidence.subject.type === "absence";
  const next = evidence.next.header;
  const signed = facts.validators.filter((each) => each.signed).length;
  const items: readonly TimelineItem[] = [
    ...captured(evidence).map(({ where, when, custodian }) => ({
      id: "captured",
      icon: <Building2 size={17} aria-hidden />,
      at: when === undefined ? "" : at(when),
      title: say.capturedAt(listText(where.map(nameOf), language)),
      children: (
        <p className="text-sm text-ink-2">
          {custodian !== undefined && say.kept(nameOf(custodian))}{" "}
          {evidence.documents === undefined ? say.notShown : say.shown(evidence.documents.length)}
        </p>
      ),
    })),
    ...(signers.length === 0
      ? []
      : [
          {
            id: "signed",
            icon: <PenLine size={17} aria-hidden />,
            at: "",
            title: say.signedText(
              listText(
                signers.map(({ key, holder }) =>
                  holder === undefined ? say.unknownSigner(shortened(key)) : nameOf(holder),
                ),
                language,
              ),
            ),
            children: <p className="text-sm text-ink-3">{say.names}</p>,
          },
        ]),
    {
      id: "written",
      icon: <Blocks size={17} aria-hidden />,
      at: at(facts.time),
      title: isState ? say.heldText(facts.height) : say.writtenText(facts.height),
    },
    {
      id: "final",
      icon: <Landmark size={17} aria-hidden />,
      at: at(Math.floor(Date.parse(next.time) / 1_000)),
      title: say.finalText(signed, facts.validators.length, Number(next.height)),
    },
    { id: "verified", icon: <ScanSearch size={17} aria-hidden />, at: at(checkedAt), title: say.verifiedText },
  ];
  return (
    <Card title={say.custody}>
      <Timeline items={items} />
    </Card>
  );
}

/** Where and when what was signed had been written, by the commands themselves; nothing where they do not say. */
function captured({ transaction }: Evidence) {
  const { commands = [] } = JSON.parse(transaction?.payload ?? "{}") as { readonly commands?: readonly Members[] };
  const text = (command: Members | undefined, name: string): string | undefined =>
    typeof command?.[name] === "string" ? command[name] : undefined;
  const written = commands.find((command) => text(command, "custodian") !== undefined) ?? commands[0];
  const where = ["organisation", "pharmacy", "insurer", "custodian"]
    .flatMap((name) => text(written, name) ?? [])
    .slice(0, 1);
  const authoredOn = written?.["authoredOn"];
  if (where.length === 0) return [];
  return [
    { where, when: typeof authoredOn === "number" ? authoredOn : undefined, custodian: text(written, "custodian") },
  ];
}

type KeyRow = { readonly key: string; readonly holder: string };

/** Holders of the keys that signed, by this node's register. */
function useSigners({ signers }: Facts) {
  const keys = signers.map(({ key }) => key);
  const rows =
    useRows<KeyRow>("keys", { where: { key: keys }, limit: 100 }, { enabled: keys.length > 0 }).data?.rows ?? [];
  return keys.map((key) => ({ key, holder: rows.find((row) => row.key === key)?.holder }));
}
