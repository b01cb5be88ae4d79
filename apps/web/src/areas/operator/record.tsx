import { NodeRefusal } from "@meridian/client/desk";
import { Card } from "@meridian/ui/card";
import { holderIdOf, useNameOf, useSession } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Seal } from "@meridian/ui/marks";
import { Notice } from "@meridian/ui/states";
import { SearchX } from "lucide-react";
import { useParams } from "../../frame/routing.tsx";
import { domainText } from "../../sentences/sentence.ts";
import { Fields } from "./fields.tsx";
import { InlineProof, useEvidence } from "./inline-proof.tsx";
import { OperatorPage } from "./page.tsx";
import { words } from "./words.ts";

type Proven = {
  readonly block: { readonly height: string };
  readonly subject:
    | { readonly type: "record"; readonly state: { readonly [member: string]: unknown } }
    | { readonly type: "absence" };
};
const DOWNLOAD = { zh: "下载证据文件", en: "Download evidence" } as const;

/** What a record holds, with the proof; or that there is none, with the proof where the reader may have it. */
export function RecordPage() {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { domain = "", id = "" } = useParams();
  const evidence = useEvidence({ type: "record", domain, id }, holderIdOf(useSession()));
  const name = nameOf(id);
  const { error } = evidence;
  const isAbsent = error instanceof NodeRefusal && error.refusal.code === "gateway/absence-not-shown";
  return (
    <OperatorPage title={say.recordTitle(domainText(domain, language), name)} lead={name === id ? undefined : id}>
      {isAbsent ? (
        <Card>
          <Notice icon={<SearchX size={28} aria-hidden />} title={say.absent}>
            {say.absentUnproven}
          </Notice>
        </Card>
      ) : (
        <Reading of={evidence} lines={8}>
          {(text) => {
            const { subject, block } = JSON.parse(text) as Proven;
            return (
              <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
                {subject.type === "absence" ? (
                  <Card>
                    <Notice icon={<SearchX size={28} aria-hidden />} title={say.absent}>
                      {say.absentLead}
                    </Notice>
                  </Card>
                ) : (
                  <Card title={say.recordState} aside={<Seal height={Number(block.height)} />}>
                    <Fields of={subject.state} />
                  </Card>
                )}
                <InlineProof evidence={text} name={`${domain}-${id}`} label={DOWNLOAD[language]} />
              </div>
            );
          }}
        </Reading>
      )}
    </OperatorPage>
  );
}
