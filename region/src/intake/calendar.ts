/** A day of the Gregorian calendar. */
export type Day = { readonly year: number; readonly month: number; readonly day: number };

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const daysOf = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (MONTH_DAYS[month - 1] ?? 0);

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;

/**
 * The day of a FHIR R4 `date`, or undefined when there is no such day. A date that leaves out its day or month stands
 * for its last day, so that an age taken from it is never too high for a rule about children.
 */
export function dayOf(text: string): Day | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const year = Number(match[1]);
  const month = match[2] === undefined ? 12 : Number(match[2]);
  if (year < 1 || month < 1 || month > 12) return undefined;
  const last = daysOf(year, month);
  const day = match[3] === undefined ? last : Number(match[3]);
  return day < 1 || day > last ? undefined : { year, month, day };
}

/** The day of a FHIR R4 `dateTime` in the time zone that it names itself; undefined when it is not one. */
export function dayOfDateTime(text: string): Day | undefined {
  const match = DATE_TIME.exec(text);
  return dayOf(match?.[1] ?? text);
}

/** Completed months of life on a day; negative before birth. Born on the 31st, one completes a month at its end. */
export function ageInMonths(birth: Day, on: Day): number {
  const months = (on.year - birth.year) * 12 + on.month - birth.month;
  const due = Math.min(birth.day, daysOf(on.year, on.month));
  return on.day < due ? months - 1 : months;
}

/** The day so many days later or, when negative, earlier. Exact for the years 1 to 9999. */
export const dayAfter = (day: Day, days: number): Day => dayOfNumber(numberOf(day) + days);

export const textOfDay = ({ year, month, day }: Day): string =>
  `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

/** Days since 0000-03-01, counting years from March so that the leap day is the last. */
function numberOf({ year, month, day }: Day): number {
  const shifted = month > 2 ? year : year - 1;
  const fromMarch = (month + 9) % 12;
  const leaps = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return 365 * shifted + leaps + Math.floor((153 * fromMarch + 2) / 5) + day - 1;
}

function dayOfNumber(number: number): Day {
  // 146,097 days are 400 years; the corrections undo the leap days within them.
  const era = Math.floor(number / 146_097);
  const inEra = number - era * 146_097;
  const yearOfEra = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365,
  );
  const inYear = inEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * inYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return { year, month, day: inYear - Math.floor((153 * fromMarch + 2) / 5) + 1 };
}
