import { ok, type Result } from "@meridian/base/result";
import { type Call, EXIT, type Problem, problem, words } from "./call.ts";

/** The whole number that an option gives, from 0 to `most`; `otherwise` where the option is left out. */
export function numberOf<T extends number | undefined>(
  call: Call,
  option: string,
  otherwise: T,
  most: number = Number.MAX_SAFE_INTEGER,
): Result<number | T, Problem> {
  const text = call.text(option);
  if (text === undefined) return ok(otherwise);
  const number = Number(text);
  if (/^[0-9]+$/.test(text) && number <= most) return ok(number);
  return problem(
    EXIT.usage,
    "not-a-number",
    words(
      `--${option} takes a whole number from 0 to ${most}, not ${text}.`,
      `--${option} 须为 0 至 ${most} 的整数,而不是 ${text}。`,
    ),
    words("Correct it and try again.", "请更正后重试。"),
    { option },
  );
}
