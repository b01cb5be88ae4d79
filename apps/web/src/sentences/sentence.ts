import type { Language } from "@meridian/ui/text/words";
import { disclosure, review, settlement, unit } from "./care.ts";
import { type Wish, wishes } from "./commands.ts";
import { governance, pathway, protocol, validator } from "./governing.ts";
import * as prescription from "./prescription.ts";
import { credential, key, organisation, person } from "./registers.ts";
import type { AnySayings, NameOf, Told } from "./saying.ts";

type Domain = keyof typeof wishes;

const sayings: { readonly [D in Domain]: { readonly [L in Language]: AnySayings } } = {
  prescription,
  review,
  settlement,
  unit,
  disclosure,
  credential,
  person,
  organisation,
  key,
  governance,
  protocol,
  validator,
  pathway,
};

const DOMAINS: { readonly [D in Domain]: { readonly [L in Language]: string } } = {
  prescription: { zh: "处方", en: "Prescription" },
  review: { zh: "系统审方", en: "Automatic review" },
  settlement: { zh: "结算", en: "Settlement" },
  unit: { zh: "追溯", en: "Unit" },
  disclosure: { zh: "文件提供", en: "Disclosure" },
  credential: { zh: "资质", en: "Credential" },
  person: { zh: "人员", en: "Person" },
  organisation: { zh: "机构", en: "Institution" },
  key: { zh: "密钥", en: "Key" },
  governance: { zh: "治理", en: "Governance" },
  protocol: { zh: "规则版本", en: "Release of the rules" },
  validator: { zh: "验证者", en: "Validators" },
  pathway: { zh: "处方路径", en: "Pathway" },
};

export const SPOKEN_DOMAINS = Object.keys(sayings) as readonly Domain[];

const isSpoken = (domain: string): domain is Domain => Object.hasOwn(sayings, domain);

/** What a domain is called; its own name when this version does not know it. */
export const domainText = (domain: string, language: Language): string =>
  isSpoken(domain) ? DOMAINS[domain][language] : domain;

/** What a kind of event or command is called, such as "Prescription: dispensed". Total: what is unknown is named as it is. */
export function kindText({ domain, type }: Told, language: Language): string {
  const title = titleOf(domain, type, language);
  if (title === undefined) return `${domain}/${type}`;
  return language === "zh" ? `${domainText(domain, language)}：${title}` : `${domainText(domain, language)}: ${title}`;
}

/**
 * One sentence about an event (its members beside `domain`, `type` and `record`) or, without an author's name, about a
 * command. An event of which only the kind is known is named by its kind.
 */
export function sentenceOf(event: Told, language: Language, nameOf: NameOf): string {
  const { domain, type } = event;
  const saying =
    isSpoken(domain) && Object.hasOwn(sayings[domain][language], type) ? sayings[domain][language][type] : undefined;
  if (saying === undefined) return wishOf(event, language) ?? kindText(event, language);
  const isKindOnly = Object.keys(event).every(
    (member) => member === "domain" || member === "type" || member === "record",
  );
  if (isKindOnly && event.record === undefined) return kindText(event, language);
  const who = (id: string | undefined): string => (id === undefined ? "…" : nameOf(id));
  try {
    return saying[1]({ ...event, record: event.record ?? "" } as never, who);
  } catch (error) {
    // An event of another release may lack a member that this sentence names; its kind is still true.
    if (error instanceof TypeError) return kindText(event, language);
    throw error;
  }
}

/** What a command asks for, without who asks: "issue prescription rx-1". */
export function wishOf(command: Told, language: Language): string | undefined {
  const { domain, type } = command;
  if (!isSpoken(domain)) return undefined;
  const words: Readonly<Record<string, readonly [zh: Wish, en: Wish]>> = wishes[domain];
  const [zh, en] = (Object.hasOwn(words, type) ? words[type] : undefined) ?? [];
  const wish = language === "zh" ? zh : en;
  if (wish === undefined) return undefined;
  const about = "id" in command && typeof command.id === "string" ? ` ${command.id}` : "";
  if (typeof wish === "string") return `${wish}${about}`;
  return wish(language === "zh" && about !== "" ? `${about} ` : about);
}

function titleOf(domain: string, type: string, language: Language): string | undefined {
  if (!isSpoken(domain)) return undefined;
  const said = sayings[domain][language];
  return (Object.hasOwn(said, type) ? said[type]?.[0] : undefined) ?? wishOf({ domain, type }, language);
}

/** Types of events that have a sentence, for tests. */
export const typesOf = (domain: Domain, language: Language): readonly string[] =>
  Object.keys(sayings[domain][language]);
