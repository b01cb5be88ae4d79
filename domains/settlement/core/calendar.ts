/** The civil calendar by integer arithmetic: no clock, no locale, no time zone database. */
export type CivilTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

const DAY = 86_400;

/** Gregorian date and time at a fixed distance from UTC; after H. Hinnant, "chrono-compatible low-level date algorithms". */
export function civilTime(seconds: number, utcOffset: number): CivilTime {
  const local = seconds + utcOffset;
  const days = Math.floor(local / DAY);
  const rest = local - days * DAY;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * dayOfYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * march + 2) / 5) + 1,
    hour: Math.floor(rest / 3_600),
    minute: Math.floor((rest % 3_600) / 60),
    second: rest % 60,
  };
}

/** The calendar year in which a block's time lies where the scheme is in force. */
export const yearOf = (seconds: number, utcOffset: number): number => civilTime(seconds, utcOffset).year;

/** FHIR dateTime in UTC. */
export function isoUtc(seconds: number): string {
  const { year, month, day, hour, minute, second } = civilTime(seconds, 0);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}Z`;
}
