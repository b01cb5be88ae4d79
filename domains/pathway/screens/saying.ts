import type { ParamName, PathwayDocument, Transition } from "@meridian/pathway/document";
import { NONE, SAME } from "@meridian/pathway/vocabulary";
import { counted, type Language } from "@meridian/ui/text/words";
import { type PathwayNames, pathwayWords } from "./vocabulary.tsx";

const UNITS = [
  [86_400, "天", "day"],
  [3_600, "小时", "hour"],
  [60, "分钟", "minute"],
  [1, "秒", "second"],
] as const;

/** Seconds in the largest unit that leaves no rest, such as "36 hours". */
export function durationText(seconds: number, language: Language): string {
  const [size, zh, en] = UNITS.find(([each]) => seconds >= each && seconds % each === 0) ?? UNITS[3];
  const count = seconds / size;
  return language === "zh" ? `${count} ${zh}` : counted(count, en);
}

export const isDuration = (param: ParamName): boolean => param.endsWith("Seconds");

export const paramText = (param: ParamName, value: number, language: Language): string =>
  isDuration(param) ? durationText(value, language) : String(value);

/** Parts of a guard that everybody can read; whatever else stands there is shown as it is written. */
const ATOMS: { readonly [atom: string]: readonly [zh: string, en: string] } = {
  true: ["无其他条件", "without further condition"],
  "!rx.cancelPending": ["没有待确认的撤销", "no cancellation is pending"],
  "rx.cancelPending": ["有待确认的撤销", "a cancellation is pending"],
  "!rx.held": ["未被监管暂停", "no authority holds it"],
  "rx.held": ["已被监管暂停", "an authority holds it"],
  "now <= rx.expiresAt": ["处方未过期", "it has not expired"],
  "now > rx.expiresAt": ["处方已过期", "it has expired"],
  "actor.organisation == rx.claimedBy": ["由接单机构", "by whoever claimed it"],
  '(rx.nominated == "" || actor.organisation == rx.nominated)': [
    "患者未指定，或由其指定的药房",
    "the patient named none, or this one",
  ],
  "actor.organisation == rx.nominated": ["由患者指定的药房", "by the pharmacy that the patient named"],
  "actor.organisation == rx.assigned": ["由医师指定的药房", "by the pharmacy that the physician named"],
  'rx.nominated != ""': ["患者已指定药房", "the patient named a pharmacy"],
  'rx.assigned != ""': ["医师已指定药房", "the physician named a pharmacy"],
  "rx.notBefore > now": ["尚未到取药期", "its date has not come"],
  "rx.notBefore <= now": ["已到取药期", "its date has come"],
  "!rx.delivery": ["不要求配送", "no delivery is wanted"],
  "rx.delivery": ["要求配送", "delivery is wanted"],
  "!rx.selfPay": ["不是自费", "the patient does not pay alone"],
  "rx.selfPay": ["自费", "self-paying"],
  "rx.items <= param.maxItems": ["药品种数不超上限", "no more medicines than allowed"],
  "rx.seriesOf <= param.maxSeries": ["分次不超上限", "no more issues than allowed"],
  "rx.series <= rx.seriesOf": ["次序有效", "its number is within its series"],
  "rx.selfPay || now > rx.expiresAt + param.noClaimSeconds": [
    "自费，或对账期已过",
    "self-paying, or the books are closed",
  ],
};

/** The conditions of a guard, one by one; `code` when it is shown as written. */
export function conditionsOf(
  guard: string,
  language: Language,
): readonly { readonly text: string; readonly code: boolean }[] {
  return conjuncts(guard).map((atom) => {
    const known = ATOMS[atom];
    return known === undefined ? { text: atom, code: true } : { text: known[language === "zh" ? 0 : 1], code: false };
  });
}

/** Splits at `&&` outside of brackets. */
function conjuncts(guard: string): readonly string[] {
  if (Object.hasOwn(ATOMS, guard)) return [guard];
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < guard.length; at += 1) {
    if ("([".includes(guard[at] ?? " ")) depth += 1;
    if (")]".includes(guard[at] ?? " ")) depth -= 1;
    if (depth !== 0 || !guard.startsWith("&&", at)) continue;
    parts.push(guard.slice(start, at).trim());
    start = at + 2;
  }
  return [...parts, guard.slice(start).trim()];
}

const listed = (items: readonly string[], language: Language): string => items.join(language === "zh" ? "、" : ", ");

/** Who may give the command of a transition. */
export function actorText({ by }: Transition, language: Language): string {
  const words = pathwayWords[language];
  if (by.system === true) return language === "zh" ? "任何人" : "anybody";
  const kinds = listed(
    (by.kinds ?? []).map((kind) => words.kinds[kind]),
    language,
  );
  const roles = listed(
    (by.roles ?? []).map((role) => words.roles[role]),
    language,
  );
  const who = roles === "" ? kinds : language === "zh" ? `${kinds}的${roles}` : `${roles} of ${kinds}`;
  const credentials = listed(
    (by.credentials ?? []).map((each) => words.credentials[each]),
    language,
  );
  if (credentials === "") return who;
  return language === "zh" ? `${who}（须有${credentials}）` : `${who} (with ${credentials})`;
}

/** Where a transition leads from and to. */
export function stepText({ from, to }: Transition, names: PathwayNames, language: Language): string {
  const nothing = language === "zh" ? "尚无处方" : "nothing yet";
  const start = listed(
    from.map((state) => (state === NONE ? nothing : (names.status[state] ?? state))),
    language,
  );
  if (to === SAME) return language === "zh" ? `${start}（状态不变）` : `${start} (stays as it is)`;
  return `${start} → ${names.status[to] ?? to}`;
}

/** How long what a transition enters may last, and what comes then. */
export function deadlineText(transition: Transition, pathway: PathwayDocument, language: Language): string | undefined {
  const { deadline } = transition;
  if (deadline === undefined) return undefined;
  const time = paramText(deadline.plus, pathway.params[deadline.plus], language);
  if (deadline.next === undefined) return language === "zh" ? `应在 ${time}内继续` : `should go on within ${time}`;
  return language === "zh" ? `最长 ${time}，之后 ${deadline.next}` : `at most ${time}, then ${deadline.next}`;
}

/** One sentence for one transition. */
export function transitionText(transition: Transition, language: Language): string {
  const command = pathwayWords[language].commands[transition.cmd];
  const who = actorText(transition, language);
  return language === "zh" ? `${transition.id} ${who}可以${command}` : `${transition.id} ${who} may ${command}`;
}
