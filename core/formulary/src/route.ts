import { assertNever } from "@meridian/base/invariant";
import type { Medicine, Unit } from "./medicine.ts";

/** How a medicine enters the body, as far as prescription law and review rules tell it apart. */
export type Route =
  | "oral"
  | "oral-modified-release"
  | "injection"
  | "inhalation"
  | "transdermal"
  | "topical"
  | "rectal"
  | "sublingual";

/** The route that form and unit imply; undefined for implants and intrauterine systems, which no rule names. */
export function routeOf({ form, unit }: Pick<Medicine, "form" | "unit">): Route | undefined {
  if (/modified-release|prolonged-release/.test(form)) return "oral-modified-release";
  if (form.startsWith("sublingual")) return "sublingual";
  return byUnit(unit);
}

function byUnit(unit: Unit): Route | undefined {
  switch (unit) {
    case "tablet":
    case "capsule":
    case "ml":
    case "sachet":
      return "oral";
    case "ampoule":
    case "vial":
    case "syringe":
    case "pen":
    case "IU":
      return "injection";
    case "actuation":
      return "inhalation";
    case "patch":
      return "transdermal";
    case "g":
      return "topical";
    case "implant":
    case "system":
      return undefined;
    default:
      return assertNever(unit);
  }
}
