import type { Facts } from "@meridian/proof/verify";
import { type Language, words } from "./call.ts";
import { visible } from "./visible.ts";

/** Kinds of organisations by validator address, as the reader knows them from a source of their own. */
export type Kinds = { readonly [address: string]: string };

/** What a judge looks for first: the institutions that settle disputes. */
const COURTS: { readonly [kind: string]: ReturnType<typeof words> } = {
  court: words("court", "法院"),
  arbitration: words("arbitration body", "仲裁机构"),
};

/** Which institutions signed, and, as far as the reader knows, which of them are courts or arbitration bodies. */
export function signerLines(validators: Facts["validators"], kinds: Kinds, language: Language): readonly string[] {
  const line = (en: string, zh: string, value: string): string => `  ${words(en, zh)[language]} ${value}`;
  const called = ({ address, name }: Facts["validators"][number]): string => visible(name ?? address);
  const byFile = words("(named by the file)", "(名称出自文件)")[language];
  const lines = validators.map((validator) => {
    const { address, power, signed } = validator;
    const mark = (signed ? words("signed", "已签署") : words("did not sign", "未签署"))[language];
    const kind = COURTS[kinds[address] ?? ""]?.[language];
    const name = visible(validator.name ?? "") + (validator.namedBy === "file" ? ` ${byFile}` : "");
    const who = `${name}${kind === undefined ? "" : ` [${kind}]`} ${address}`.trim();
    return line("validator:", "验证者:", `${who} (${power}) ${mark}`);
  });
  const signers = validators.filter(({ signed }) => signed);
  lines.push(line("signed by:", "签署机构:", of(signers.length, validators.length, language)));
  const courts = validators.filter(({ address }) => COURTS[kinds[address] ?? ""] !== undefined);
  const courtsSigned = courts.filter(({ signed }) => signed);
  const among = `${of(courtsSigned.length, courts.length, language)}${courtsSigned.map((one, i) => `${i === 0 ? ": " : ", "}${called(one)}`).join("")}`;
  if (courts.length > 0) lines.push(line("courts and arbitration:", "其中法院与仲裁机构:", among));
  return lines;
}

const of = (count: number, total: number, language: Language): string =>
  words(`${count} of ${total}`, `${total} 家中的 ${count} 家`)[language];
