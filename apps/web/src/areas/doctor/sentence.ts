import type { Directory, Name } from "@meridian/client/desk";
import { unitWords } from "@meridian/prescription-screens/patient-units";
import { type CompleteLine, completeLines, type Draft } from "@meridian/prescription-screens/prescribe/draft";
import type { PathwayRow } from "@meridian/prescription-screens/prescribe/pathway-row";

import type { Language } from "@meridian/ui/text/words";
import type { Mode } from "./mode.ts";
import type { ChartPatient } from "./patients.ts";
import { prescribeWords } from "./prescribe-words.ts";

type Given = {
  readonly mode: Mode;
  readonly patient: ChartPatient;
  readonly draft: Draft;
  readonly pathway: PathwayRow;
  readonly directory: Directory;
};

/** The one sentence that a doctor signs: for whom, what, how much, and how it gets there. */
export const sentenceOf = (given: Given): Name => ({ zh: sentenceIn("zh", given), en: sentenceIn("en", given) });

function sentenceIn(language: Language, { mode, patient, draft, pathway, directory }: Given): string {
  const say = prescribeWords[language];
  const units = unitWords[language];
  const lineText = ({ medicine, units: count, days }: CompleteLine): string =>
    say.line(`${medicine.name[language]} ${medicine.strength}`, `${count} ${units[medicine.unit](count)}`, days);
  const comma = language === "zh" ? "、" : "; ";
  const what = completeLines(draft).map(lineText).join(comma);
  const who = patient.name[language];
  if (mode.type === "amend") return say.saysAmend(who, what);
  if (mode.type === "answer") return say.saysAnswer(who, what);
  const place = directory.organisations.find(({ id }) => id === draft.pharmacy)?.[language];
  const isNamed = place !== undefined && pathway.document.switches.nomination !== "open";
  const how = [
    language === "zh" ? pathway.title_zh : pathway.title_en,
    ...(isNamed ? [say.at(place)] : []),
    draft.delivery ? say.delivered : say.collected,
    draft.selfPay ? say.alone : say.insured,
  ];
  return say.says(who, what, how.join(language === "zh" ? "，" : ", "));
}
