import { canonicalText } from "@meridian/base/json";
import { PARAM_NAMES, type PathwayDocument, type Transition } from "@meridian/pathway/document";
import type { Language } from "@meridian/ui/text/words";
import { actorText, conditionsOf, paramText, transitionText } from "./saying.ts";
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
    ...transitions(before, after, language),
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

function transitions(before: PathwayDocument, after: PathwayDocument, language: Language): readonly string[] {
  const isChinese = language === "zh";
  const old = new Map(before.transitions.map((each) => [each.id, each]));
  const next = new Map(after.transitions.map((each) => [each.id, each]));
  const removed = before.transitions
    .filter(({ id }) => !next.has(id))
    .map((each) =>
      isChinese ? `删除：${transitionText(each, language)}` : `No longer: ${transitionText(each, language)}`,
    );
  const rest = after.transitions.flatMap((each) => {
    const was = old.get(each.id);
    if (was === undefined)
      return [isChinese ? `新增：${transitionText(each, language)}` : `New: ${transitionText(each, language)}`];
    return canonicalText(was) === canonicalText(each) ? [] : changed(was, each, language);
  });
  return [...removed, ...rest];
}

function changed(was: Transition, is: Transition, language: Language): readonly string[] {
  const isChinese = language === "zh";
  const head = isChinese
    ? `${is.id}（${pathwayWords.zh.commands[is.cmd]}）`
    : `${is.id} (${pathwayWords.en.commands[is.cmd]})`;
  const differs = (member: keyof Transition): boolean =>
    canonicalText((was[member] ?? null) as never) !== canonicalText((is[member] ?? null) as never);
  const guardOf = ({ guard }: Transition): string =>
    conditionsOf(guard, language)
      .map(({ text }) => text)
      .join(isChinese ? "，且" : ", and ");
  const sentences: string[] = [];
  if (differs("by"))
    sentences.push(
      instead(
        `${head} ${isChinese ? "谁可以" : "who may"}`,
        actorText(was, language),
        actorText(is, language),
        language,
      ),
    );
  if (differs("guard"))
    sentences.push(instead(`${head} ${isChinese ? "条件" : "condition"}`, guardOf(was), guardOf(is), language));
  if (differs("quorum"))
    sentences.push(
      instead(`${head} ${isChinese ? "签名人数" : "signers"}`, String(was.quorum), String(is.quorum), language),
    );
  for (const member of ["cmd", "from", "to", "deadline", "error"] as const)
    if (differs(member))
      sentences.push(
        instead(
          `${head} ${member}`,
          canonicalText((was[member] ?? null) as never),
          canonicalText((is[member] ?? null) as never),
          language,
        ),
      );
  return sentences;
}
