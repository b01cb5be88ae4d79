import { canonicalText } from "@meridian/base/json";
import { PARAM_NAMES, type PathwayDocument, type Transition } from "@meridian/pathway/document";
import type { Language } from "@meridian/ui/text/words";
import { actorText, conditionsOf, deadlineText, paramText, transitionText } from "./saying.ts";
import { type PathwayNames, pathwayWords } from "./vocabulary.tsx";

const instead = (what: string, before: string, after: string, language: Language): string =>
  language === "zh" ? `${what}：由 ${before} 改为 ${after}` : `${what}: ${after} instead of ${before}`;

/** What a version changes, a sentence each; empty when nothing but its name differs. */
export function differencesBetween(
  before: PathwayDocument,
  after: PathwayDocument,
  names: PathwayNames,
  language: Language,
): readonly string[] {
  return [
    ...params(before, after, language),
    ...switches(before, after, names, language),
    ...transitions(before, after, names, language),
  ];
}

function params(before: PathwayDocument, after: PathwayDocument, language: Language): readonly string[] {
  const { params: words } = pathwayWords[language];
  return PARAM_NAMES.filter((name) => before.params[name] !== after.params[name]).map((name) =>
    instead(
      words[name],
      paramText(name, before.params[name], language),
      paramText(name, after.params[name], language),
      language,
    ),
  );
}

const FLAGS = ["deliveryAllowed", "settlementRequired", "selfPayAllowed", "patientMayCancel"] as const;
const LISTS = ["classes", "prescriberKinds", "pharmacyKinds"] as const;

function switches(
  { switches: old }: PathwayDocument,
  { switches: next }: PathwayDocument,
  names: PathwayNames,
  language: Language,
): readonly string[] {
  const words = pathwayWords[language];
  const isChinese = language === "zh";
  const flags = FLAGS.filter((flag) => old[flag] !== next[flag]).map((flag) => {
    const said = words.switches[flag];
    if (next[flag]) return isChinese ? `新增：${said}` : `From now on: ${said}`;
    return isChinese ? `取消：${said}` : `No longer: ${said}`;
  });
  const nomination =
    old.nomination === next.nomination
      ? []
      : [instead(words.nomination, words.nominations[old.nomination], words.nominations[next.nomination], language)];
  const nameOf = (item: string): string =>
    words.kinds[item as keyof typeof words.kinds] ?? names.drugClass[item] ?? item;
  const lists = LISTS.flatMap((list) => {
    const [was, is]: readonly (readonly string[])[] = [old[list], next[list]];
    const added = (is ?? []).filter((item) => !(was ?? []).includes(item)).map(nameOf);
    const removed = (was ?? []).filter((item) => !(is ?? []).includes(item)).map(nameOf);
    const sentences: string[] = [];
    if (added.length > 0)
      sentences.push(
        isChinese ? `${words.lists[list]}：增加${added.join("、")}` : `${words.lists[list]}: also ${added.join(", ")}`,
      );
    if (removed.length > 0)
      sentences.push(
        isChinese
          ? `${words.lists[list]}：去掉${removed.join("、")}`
          : `${words.lists[list]}: no longer ${removed.join(", ")}`,
      );
    return sentences;
  });
  return [...flags, ...nomination, ...lists];
}

function transitions(
  before: PathwayDocument,
  after: PathwayDocument,
  names: PathwayNames,
  language: Language,
): readonly string[] {
  const isChinese = language === "zh";
  const old = new Map(before.transitions.map((each) => [each.id, each]));
  const next = new Map(after.transitions.map((each) => [each.id, each]));
  const removed = before.transitions
    .filter(({ id }) => !next.has(id))
    .map((each) => `${isChinese ? "删除：" : "No longer: "}${transitionText(each, language)}`);
  const rest = after.transitions.flatMap((each) => {
    const was = old.get(each.id);
    if (was === undefined) return [`${isChinese ? "新增：" : "New: "}${transitionText(each, language)}`];
    return isSame(was, each) ? [] : changed({ was, is: each, before, after, names, language });
  });
  return [...removed, ...rest];
}

const isSame = (a: unknown, b: unknown): boolean =>
  canonicalText((a ?? null) as never) === canonicalText((b ?? null) as never);

/** What a list gained and lost, where a list is compared. */
function gains(was: readonly string[], is: readonly string[], language: Language): readonly string[] {
  const added = is.filter((item) => !was.includes(item));
  const lost = was.filter((item) => !is.includes(item));
  const and = language === "zh" ? "、" : ", ";
  return [
    ...(added.length > 0 ? [`${language === "zh" ? "增加" : "also "}${added.join(and)}`] : []),
    ...(lost.length > 0 ? [`${language === "zh" ? "去掉" : "no longer "}${lost.join(and)}`] : []),
  ];
}

type Change = {
  readonly was: Transition;
  readonly is: Transition;
  readonly before: PathwayDocument;
  readonly after: PathwayDocument;
  readonly names: PathwayNames;
  readonly language: Language;
};

function changed({ was, is, before, after, names, language }: Change): readonly string[] {
  const isChinese = language === "zh";
  const command = pathwayWords[language].commands[is.cmd];
  const head = (what: readonly [zh: string, en: string]): string =>
    isChinese ? `${is.id}（${command}）${what[0]}` : `${is.id} (${command}) ${what[1]}`;
  const differs = (member: keyof Transition): boolean => !isSame(was[member], is[member]);
  const guardOf = ({ guard }: Transition): readonly string[] => conditionsOf(guard, language).map(({ text }) => text);
  const statesOf = ({ from }: Transition): readonly string[] => from.map((state) => names.status[state] ?? state);
  const timeOf = (transition: Transition, pathway: PathwayDocument): string =>
    deadlineText(transition, pathway, language) ?? (isChinese ? "没有时限" : "no limit");
  const sentences: string[] = [];
  const say = (what: readonly [zh: string, en: string], old: string, next: string): number =>
    sentences.push(instead(head(what), old, next, language));
  const list = (what: readonly [zh: string, en: string], old: readonly string[], next: readonly string[]): void => {
    for (const gain of gains(old, next, language)) sentences.push(`${head(what)}${isChinese ? "：" : ": "}${gain}`);
  };
  if (differs("by")) say(["谁可以", "who may"], actorText(was, language), actorText(is, language));
  if (differs("guard")) list(["条件", "asks"], guardOf(was), guardOf(is));
  if (differs("from")) list(["起始状态", "from"], statesOf(was), statesOf(is));
  if (differs("to")) say(["结果状态", "leads to"], names.status[was.to] ?? was.to, names.status[is.to] ?? is.to);
  if (differs("quorum")) say(["签名人数", "signers"], String(was.quorum), String(is.quorum));
  if (differs("deadline")) say(["时限", "for how long"], timeOf(was, before), timeOf(is, after));
  if (differs("cmd")) say(["操作", "command"], pathwayWords[language].commands[was.cmd], command);
  if (differs("error")) say(["拒绝代码", "code of a refusal"], was.error, is.error);
  return sentences;
}
