import { hexOf } from "@meridian/region/generator/keys";
import type { Place } from "./names.ts";

type District = { readonly zh: string; readonly en: string; readonly x: number; readonly y: number };

/** Invented districts, on both banks of an invented river. */
const DISTRICTS: readonly District[] = [
  { zh: "江心区", en: "Midriver", x: 500, y: 470 },
  { zh: "滨河区", en: "Riverside", x: 270, y: 620 },
  { zh: "云山区", en: "Cloudhill", x: 230, y: 240 },
  { zh: "港湾区", en: "Harbour", x: 800, y: 680 },
  { zh: "竹里区", en: "Bamboo Lane", x: 540, y: 830 },
  { zh: "江北新区", en: "North Bank", x: 740, y: 220 },
];
const APART = 90;
const SPREAD = 130;
const TRIES = 60;

/** A place for each organisation, the same on every machine; no two closer than a finger is wide, where there is room. */
export function placesOf(organisations: readonly string[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const organisation of organisations) {
    const candidates = Array.from({ length: TRIES }, (_, n) => candidateOf(organisation, n));
    const free = candidates.find((one) =>
      [...places.values()].every(({ x, y }) => Math.max(Math.abs(x - one.x), Math.abs(y - one.y)) >= APART),
    );
    const place = free ?? candidates[0];
    if (place !== undefined) places.set(organisation, place);
  }
  return places;
}

/** The later tries stray further from the middle of the district. */
function candidateOf(organisation: string, n: number): Place {
  const hex = hexOf("place", String(n), organisation);
  const number = (at: number): number => Number.parseInt(hex.slice(at, at + 8), 16);
  const home = Number.parseInt(hexOf("district", "", organisation).slice(0, 8), 16) % DISTRICTS.length;
  const { zh, en, x, y } = DISTRICTS[home] ?? { zh: "", en: "", x: 500, y: 500 };
  const spread = SPREAD + 2 * n;
  const stray = (middle: number, by: number): number =>
    Math.min(960, Math.max(40, middle + (by % (2 * spread + 1)) - spread));
  return { district: { zh, en }, x: stray(x, number(0)), y: stray(y, number(8)) };
}
