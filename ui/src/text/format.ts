import type { Language } from "./words.ts";

const LOCALE: { readonly [L in Language]: string } = { zh: "zh-CN", en: "en-GB" };

/** Fen as yuan, such as ¥12.30. */
export const moneyText = (fen: number, language: Language): string =>
  new Intl.NumberFormat(LOCALE[language], {
    style: "currency",
    currency: "CNY",
    currencyDisplay: "narrowSymbol",
  }).format(fen / 100);

export const numberText = (value: number, language: Language): string =>
  new Intl.NumberFormat(LOCALE[language]).format(value);

/** Epoch seconds as date and time of this device. */
export const timeText = (seconds: number, language: Language): string =>
  new Intl.DateTimeFormat(LOCALE[language], {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(seconds * 1_000);

/** A day of this device, with its year unless that is this year's. */
export function dayText(seconds: number, language: Language, now = new Date()): string {
  const day = new Date(seconds * 1_000);
  const isOfThisYear = day.getFullYear() === now.getFullYear();
  return new Intl.DateTimeFormat(LOCALE[language], {
    ...(!isOfThisYear && { year: "numeric" }),
    month: "long",
    day: "numeric",
    weekday: "short",
  }).format(day);
}

const STEPS: readonly (readonly [seconds: number, unit: Intl.RelativeTimeFormatUnit])[] = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
];

/** How far from `now`, such as "in 3 days" or "2 minutes ago". */
export function relativeText(seconds: number, now: number, language: Language): string {
  const far = seconds - now;
  const [size, unit] = STEPS.find(([each]) => Math.abs(far) >= each) ?? [1, "second"];
  return new Intl.RelativeTimeFormat(LOCALE[language], { numeric: "auto" }).format(Math.round(far / size), unit);
}

/** First 6 and last 4 characters of a hash or id. */
export const shortened = (text: string): string => (text.length <= 14 ? text : `${text.slice(0, 6)}…${text.slice(-4)}`);
