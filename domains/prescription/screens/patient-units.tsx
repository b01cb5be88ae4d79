import type { Unit } from "@meridian/formulary/medicine";
import { dictionary } from "@meridian/ui/text/words";

const plural = (count: number, one: string, more = `${one}s`): string => (count === 1 ? one : more);

/** What people call so many of a unit of the formulary. */
export const unitWords = dictionary<{ readonly [U in Unit]: (count: number) => string }>({
  zh: {
    tablet: () => "片",
    capsule: () => "粒",
    ml: () => "毫升",
    g: () => "克",
    ampoule: () => "支",
    vial: () => "瓶",
    syringe: () => "支",
    pen: () => "支",
    patch: () => "贴",
    actuation: () => "揿",
    sachet: () => "袋",
    implant: () => "枚",
    system: () => "枚",
    IU: () => "国际单位",
  },
  en: {
    tablet: (count) => plural(count, "tablet"),
    capsule: (count) => plural(count, "capsule"),
    ml: () => "ml",
    g: () => "g",
    ampoule: (count) => plural(count, "ampoule"),
    vial: (count) => plural(count, "vial"),
    syringe: (count) => plural(count, "syringe"),
    pen: (count) => plural(count, "pen"),
    patch: (count) => plural(count, "patch", "patches"),
    actuation: (count) => plural(count, "puff"),
    sachet: (count) => plural(count, "sachet"),
    implant: (count) => plural(count, "implant"),
    system: (count) => plural(count, "piece"),
    IU: () => "IU",
  },
});

export const isUnit = (unit: string): unit is Unit => unit in unitWords.en;
