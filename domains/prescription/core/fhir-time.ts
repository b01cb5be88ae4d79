import { asSeconds, type Seconds } from "@meridian/base/ids";

/** FHIR R4 dateTime with time and zone, or a date alone, which is read at UTC+8 (the one civil time of China). */
const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d))?$/;
const CHINA = "+08:00";

/** Seconds since 1970-01-01T00:00:00Z, or undefined when the text is no such time. */
export function secondsOf(text: string): Seconds | undefined {
  const match = DATE_TIME.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const zone = match[7] ?? CHINA;
  return asSeconds(daysBefore(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offsetOf(zone));
}

function offsetOf(zone: string): number {
  if (zone === "Z") return 0;
  const size = Number(zone.slice(1, 3)) * 3_600 + Number(zone.slice(4, 6)) * 60;
  return zone.startsWith("-") ? -size : size;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const daysIn = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (LENGTHS[month - 1] ?? 0));

/** Days from 1970-01-01 to a day of the Gregorian calendar, counting years from March so that February comes last. */
function daysBefore(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const fromMarch = (month + 9) % 12;
  const inYears = 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return inYears + Math.floor((153 * fromMarch + 2) / 5) + day - 1 - 719_468;
}
