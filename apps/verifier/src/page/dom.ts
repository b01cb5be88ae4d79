import type { Pair, Say } from "../words.ts";

/** Elements by code: text stays text, whatever stands in a file. */
export function element(tag: string, style: string, ...children: readonly (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  made.className = style;
  made.append(...children);
  return made;
}

/** A place of `page.template`. */
export const place = <E extends HTMLElement = HTMLElement>(id: string): E => document.getElementById(id) as E;

const SIGNS = { ok: "✓", no: "✕", wait: "!", off: "–" };

/** A sign that everybody can see, and words for who cannot. */
export function mark(kind: keyof typeof SIGNS, words: string): HTMLElement {
  const sign = element("span", "", SIGNS[kind]);
  sign.ariaHidden = "true";
  return element("span", `mark ${kind}`, sign, element("span", "unseen", words));
}

export const card = (title: string, ...children: readonly (Node | string)[]): HTMLElement =>
  element("section", "card", element("h2", "", title), ...children);

/** Something and how it stands, with more about it. */
export const line = (
  kind: keyof typeof SIGNS,
  words: string,
  title: readonly (Node | string)[],
  more: string,
): HTMLElement =>
  element("li", "", mark(kind, words), element("div", "", element("h3", "", ...title), element("p", "", more)));

export const listed = (lines: readonly HTMLElement[]): HTMLElement => element("ol", "steps", ...lines);

/** Names and values; what has no value is left out. */
export const rows = (say: Say, pairs: readonly (readonly [Pair, string])[]): HTMLElement =>
  element(
    "dl",
    "",
    ...pairs.flatMap(([name, value]) => (value === "" ? [] : [element("dt", "", say(name)), element("dd", "", value)])),
  );

/** 64 digits in groups of four, each marked as the reader's own agree with it or not. */
export const groups = (digits: string, own: string): HTMLElement =>
  element(
    "p",
    "digits",
    ...(digits.match(/.{4}/g) ?? []).map((group, i) => {
      const other = own.slice(4 * i, 4 * i + 4);
      return element("span", group === other ? "ok" : group.startsWith(other) ? "" : "no", `${group} `);
    }),
  );
