import type { OrganisationId, PersonId } from "@meridian/base/ids";
import type { Name } from "@meridian/client/desk";
import { byAtc } from "@meridian/formulary/lookup";
import { useAsk } from "@meridian/ui/desk/rows";
import { useLanguage } from "@meridian/ui/language";
import type { Language } from "@meridian/ui/text/words";

/** A patient as the hospital's information system tells of one. Nothing of it but the pseudonym is ever on the ledger. */
export type ChartPatient = {
  readonly patient: PersonId;
  readonly name: Name;
  readonly sex: "female" | "male";
  readonly birth: string;
  readonly allergies: readonly string[];
  readonly conditions: readonly string[];
  readonly egfr?: number;
  readonly pregnant?: boolean;
  readonly lactating?: boolean;
  readonly payer?: OrganisationId;
};

/** The patients of the hospital where somebody works. The hospital writes down that they were looked at. */
export const usePatients = (place: OrganisationId) =>
  useAsk<{ readonly patients: readonly ChartPatient[] }>(
    ["patients", place],
    `/v1/desk/patients?organisation=${encodeURIComponent(place)}`,
  );

/** What patients are called at this hospital, where its system says so. */
export function usePatientName(place: OrganisationId): (patient: string) => string | undefined {
  const { data } = usePatients(place);
  const { language } = useLanguage();
  const names = new Map(data?.patients.map(({ patient, name }) => [patient as string, name[language]]));
  return (patient) => names.get(patient);
}

const MONTHS = 12;

/** Completed months of life on a day of this device. */
export function ageMonths(birth: string, today = new Date()): number {
  const [year = 1970, month = 1, day = 1] = birth.split("-").map(Number);
  const months = (today.getFullYear() - year) * MONTHS + today.getMonth() + 1 - month;
  return Math.max(0, today.getDate() < day ? months - 1 : months);
}
export const ageYears = (birth: string): number => Math.floor(ageMonths(birth) / MONTHS);

/** WHO ATC groups that allergies name. */
const GROUPS: Readonly<Record<string, Name>> = {
  J01C: { zh: "青霉素类", en: "penicillins" },
  J01D: { zh: "头孢菌素类", en: "cephalosporins" },
  J01E: { zh: "磺胺类", en: "sulfonamides" },
  J01F: { zh: "大环内酯类", en: "macrolides" },
  J01M: { zh: "喹诺酮类", en: "quinolones" },
  M01A: { zh: "非甾体抗炎药", en: "anti-inflammatory medicines" },
};

/** What an allergen is called: its group, else the first medicine of its code, else the code. */
export const allergenText = (atc: string, language: Language): string =>
  GROUPS[atc.slice(0, 4)]?.[language] ?? byAtc(atc)[0]?.name[language] ?? atc;
