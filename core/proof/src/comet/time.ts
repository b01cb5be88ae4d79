import { invariant } from "@meridian/base/invariant";
import { integerField } from "./protobuf.ts";

/** A moment as CometBFT signs it: seconds since 1970-01-01T00:00:00Z (negative before) and nanoseconds from 0. */
export type Time = { readonly seconds: number; readonly nanos: number };

/** Go's zero time, 0001-01-01T00:00:00Z: the time of a vote that was not cast. */
export const ZERO_TIME: Time = { seconds: -62_135_596_800, nanos: 0 };

/** google.protobuf.Timestamp. */
export const timeMessage = ({ seconds, nanos }: Time): readonly [Uint8Array, Uint8Array] => [
  integerField(1, seconds),
  integerField(2, nanos),
];

/** Negative, zero or positive, as a is before, at or after b. */
export const compareTimes = (a: Time, b: Time): number => a.seconds - b.seconds || a.nanos - b.nanos;

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z$/;
const SECONDS_PER_DAY = 86_400;

/** RFC 3339 in UTC with up to nine fractional digits; undefined when the text is not a moment of the calendar. */
export function timeOf(text: string): Time | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (year < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const seconds = daysFrom1970(year, month, day) * SECONDS_PER_DAY + hour * 3_600 + minute * 60 + second;
  return { seconds, nanos: Number((match[7] ?? "").padEnd(9, "0")) };
}

/** As Go's RFC3339Nano writes it: trailing zeros of the fraction left out. The year is from 1 to 9999. */
export function textOfTime({ seconds, nanos }: Time): string {
  const days = Math.floor(seconds / SECONDS_PER_DAY);
  const rest = seconds - days * SECONDS_PER_DAY;
  const { year, month, day } = dateOf(days);
  invariant(year >= 1 && year <= 9_999, "a block time has a year of four digits");
  const two = (value: number): string => String(value).padStart(2, "0");
  const date = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
  const clock = `${two(Math.floor(rest / 3_600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`;
  const fraction = nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
  return `${date}T${clock}${fraction}Z`;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

// The proleptic Gregorian calendar in years that begin in March, so that the leap day comes last; 400 years have
// 146,097 days, and 719,468 days lie between 0000-03-01 and 1970-01-01.
const DAYS_PER_ERA = 146_097;
const DAYS_TO_1970 = 719_468;

function daysFrom1970(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_1970;
}

function dateOf(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = days + DAYS_TO_1970;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / (DAYS_PER_ERA - 1))) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}
