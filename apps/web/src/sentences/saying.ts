/** The name of a member, practitioner or key holder in the reader's language. */
export type NameOf = (id: string) => string;

/** Something that happened or is asked for; with no more than its kind, where the rest is not for the reader. */
export type Told = { readonly domain: string; readonly type: string; readonly record?: string };

/** What people call it, and one sentence about it. */
type Saying<E> = readonly [title: string, says: (event: E & { readonly record: string }, who: NameOf) => string];

/** A sentence for each type of event of a domain. A type without one does not compile. */
export type Sayings<E extends { readonly type: string }> = {
  readonly [T in E["type"]]: Saying<Extract<E, { readonly type: T }>>;
};

/** The same, read by code that knows the type of an event only as text. */
export type AnySayings = Readonly<Record<string, Saying<never> | undefined>>;

export const listed = (ids: readonly string[], who: NameOf, and = "、"): string => ids.map(who).join(and);

/** Fen as yuan without a currency's sign, for sentences. */
export const yuan = (fen: number): string => (fen / 100).toFixed(2);

const BEIJING_SECONDS = 8 * 3_600;

/** Ledger time as a date of China Standard Time, which every region keeps; sentences need no seconds. */
export const day = (seconds: number): string =>
  Number.isSafeInteger(seconds) ? new Date((seconds + BEIJING_SECONDS) * 1_000).toISOString().slice(0, 10) : "…";
