/** Languages that every screen speaks. */
export type Language = "zh" | "en";
export const LANGUAGES: readonly Language[] = ["zh", "en"];

/** Same keys, same arguments; the texts are each language's own. */
type Matching<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...args: infer A) => string
      ? (...args: A) => string
      : Matching<T[K]>;
};

/** The words of some screens. A key that one language lacks is an error of types. */
export type Dictionary<T> = { readonly zh: T; readonly en: Matching<T> };

/** A text for every word of a closed list: a new one without a text does not compile. */
export type Texts<Key extends string> = { readonly [K in Key]: string };

/** `dictionary({ zh: {...}, en: {...} })`; values are texts, functions to text, or groups of them. */
export const dictionary = <T extends object>(words: { readonly zh: T; readonly en: Matching<T> }): Dictionary<T> =>
  words;

const COLON: { readonly [L in Language]: string } = { zh: "：", en: ": " };

/** A label and what stands behind it, as each language writes them. */
export const labelled = (label: string, text: string, language: Language): string =>
  `${label}${COLON[language]}${text}`;

/** So many in English: `1 event`, `2 events`. A count may come written out (`1,024`). */
export const counted = (count: number | string, one: string, many = `${one}s`): string =>
  `${count} ${String(count) === "1" ? one : many}`;
