import type { Command } from "@meridian/kernel/transaction";
import { words } from "./words.ts";

type Language = "zh" | "en";

/** What a proposal would do, in words; a command that has none here by its domain and type. */
export function actionText(action: Command, language: Language, nameOf: (id: string) => string): string {
  const { pass, subjects, ruleValues } = words[language];
  const of = action as Readonly<Record<string, unknown>>;
  const text = (member: string): string => String(of[member] ?? "");
  const number = (member: string): number => Number(of[member] ?? 0);
  switch (`${action.domain}/${action.type}`) {
    case "organisation/suspend":
      return pass.suspend(nameOf(text("id")), text("reason"));
    case "organisation/withdraw":
      return pass.withdraw(nameOf(text("id")), text("reason"));
    case "organisation/reinstate":
      return pass.reinstate(nameOf(text("id")));
    case "organisation/admit": {
      const name = of["name"] as { readonly zh?: string; readonly en?: string } | undefined;
      return `${subjects.admit}${language === "zh" ? "：" : ": "}${name?.[language] ?? text("id")}`;
    }
    case "protocol/schedule":
      return pass.schedule(number("release"), number("height"));
    case "protocol/cancel":
      return pass.cancel(number("release"));
    case "validator/dismiss":
      return pass.dismiss(nameOf(text("organisation")));
    case "validator/admit":
      return pass.admitSeat(nameOf(text("organisation")));
    case "validator/setRules": {
      const { doubleSigning = "note" } = (of["rules"] ?? {}) as { readonly doubleSigning?: keyof typeof ruleValues };
      return pass.rules(ruleValues[doubleSigning]);
    }
    case "governance/setThresholds": {
      const list = (of["thresholds"] ?? []) as readonly {
        subject: keyof typeof subjects;
        numerator: number;
        denominator: number;
      }[];
      return list
        .map((each) => pass.thresholds(subjects[each.subject] ?? each.subject, each.numerator, each.denominator))
        .join(language === "zh" ? "；" : "; ");
    }
    default:
      return `${action.domain}/${action.type}`;
  }
}
