/**
 * Milliseconds before the next attempt: what the node asks for (Retry-After, RFC 9110 section 10.2.3: seconds or a
 * date), else a pause that doubles; never more than `most`. `chance` from 0 to 1 spreads those who were turned away
 * together, by up to half as much again.
 */
export function waitBefore(
  attempt: number,
  retryAfter: string | null | undefined,
  first: number,
  most: number,
  now: number,
  chance: number,
): number {
  const asked = askedFor(retryAfter ?? "", now);
  const pause = asked ?? first * 2 ** (attempt - 1);
  return Math.min(most, Math.floor(pause * (1 + chance / 2)));
}

function askedFor(retryAfter: string, now: number): number | undefined {
  if (/^[0-9]{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1_000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
