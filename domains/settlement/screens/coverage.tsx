import type { PersonId } from "@meridian/base/ids";
import { asFen, asSeconds } from "@meridian/base/ids";
import { adjudicate, type Claim } from "@meridian/settlement/adjudicate";
import { type State, standingKey, usedOf } from "@meridian/settlement/state";
import { useNow } from "@meridian/ui/deadline";
import { useRecord, useRows } from "@meridian/ui/desk/rows";
import { useWords } from "@meridian/ui/language";
import { Loading } from "@meridian/ui/states";
import { dictionary } from "@meridian/ui/text/words";
import { type ClaimedLine, claimOf, type SchemeRow, schemeFor, yearsOf } from "./claim-of.tsx";
import { LegsBar } from "./legs.tsx";

const words = dictionary({
  zh: {
    selfPay: "患者自费，医保不参与。",
    noScheme: "账本上没有现行的医保方案，无法预估。",
    nothing: "添加药品后显示医保支付多少。",
    unlisted: "有药品不在目录，无法预估。",
    standing: "按患者今年在账本上的累计计算；个人账户余额只有医保局知道，这里按 0 计。",
    noStanding: "患者今年的累计只有患者和医保看得到；这里按今年尚未使用、个人账户余额为 0 计算，实际以结算为准。",
    selfPart: "全部由患者支付",
  },
  en: {
    selfPay: "The patient pays; insurance has no part in it.",
    noScheme: "No scheme is in force on the ledger, so nothing can be estimated.",
    nothing: "Add a medicine to see what insurance pays.",
    unlisted: "A medicine is not in the list, so nothing can be estimated.",
    standing:
      "By what the patient has used this year on the ledger. The account's balance is the insurer's own number, so it counts as 0 here.",
    noStanding:
      "Only the patient and the insurer see what was used this year; counted here as if nothing were, with an empty account. The settlement decides.",
    selfPart: "The patient bears all of it",
  },
});

type Props = {
  readonly patient: PersonId;
  readonly birth: string;
  readonly lines: readonly ClaimedLine[];
  readonly site: Claim["site"];
  readonly selfPay: boolean;
};

/** What the scheme would pay for what is being written, with the patient's standing of this year. An estimate, and says so. */
export function Coverage({ patient, birth, lines, site, selfPay }: Props) {
  const say = useWords(words);
  const time = asSeconds(useNow());
  const schemes = useRows<SchemeRow & Record<string, never>>("schemes", { limit: 100 });
  const rows: readonly SchemeRow[] = schemes.data?.rows ?? [];
  const found = schemeFor(rows, yearsOf(birth, time), time);
  const claim = found && claimOf(lines, { site, scheme: found.scheme, time });
  const standing = useRecord<State>("settlement", claim === undefined ? undefined : standingKey(patient, claim.year));
  if (selfPay) return <p className="text-ink-2">{say.selfPay}</p>;
  if (lines.length === 0) return <p className="text-ink-2">{say.nothing}</p>;
  if (schemes.isPending) return <Loading lines={2} />;
  if (found === undefined) return <p className="text-ink-2">{say.noScheme}</p>;
  if (claim === undefined) return <p className="text-ink-2">{say.unlisted}</p>;
  const used = usedOf(standing.data ?? { status: "none" });
  const reckoned = adjudicate(found.scheme, claim, { ...used, accountBalance: asFen(0) });
  return (
    <div className="grid gap-2" aria-live="polite" data-testid="coverage">
      <LegsBar legs={reckoned} />
      <p className="text-sm text-ink-3">{standing.isError ? say.noStanding : say.standing}</p>
    </div>
  );
}
