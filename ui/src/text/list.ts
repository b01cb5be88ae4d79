import type { Language } from "./words.ts";

const COMMA: { readonly [L in Language]: string } = { zh: "、", en: ", " };

/** Names one after the other, as each language writes them. */
export const listText = (items: readonly string[], language: Language): string => items.join(COMMA[language]);
