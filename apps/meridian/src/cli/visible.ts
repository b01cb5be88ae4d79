/**
 * What a terminal or a reader's eye obeys instead of showing: control characters (C0, C1), line and paragraph separators,
 * what turns the direction of writing, what has no width, and halves of characters.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Text of somebody else as one may print it: it stays where it is put and says what it is. Whatever comes from a file or
 * a node goes through here, or it could write its own verdict on the screen.
 */
export const visible = (text: string): string =>
  text.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);

/** The same for a text of several lines that are our own. */
export const visibleLines = (text: string): string => text.split("\n").map(visible).join("\n");

/** The same for JSON, whose value stays what it was. */
export const visibleJson = (json: string): string =>
  json.replace(UNSEEN, (character) => (character === "\n" ? character : escaped(character)));

const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("");
