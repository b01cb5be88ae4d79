import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { numberText } from "@meridian/ui/text/format";
import { listText } from "@meridian/ui/text/list";
import { counted, dictionary } from "@meridian/ui/text/words";
import { TriangleAlert } from "lucide-react";
import { PatientDocument } from "./patient-document.tsx";

const words = dictionary({
  zh: {
    patient: "患者",
    years: (age: string) => `${age} 岁`,
    sex: { female: "女", male: "男", other: "其他", unknown: "未知" },
    pregnant: "妊娠",
    lactating: "哺乳",
    allergy: (codes: string) => `过敏：${codes}`,
    noAllergy: "无已知过敏",
  },
  en: {
    patient: "Patient",
    years: (age: string) => counted(age, "year"),
    sex: { female: "female", male: "male", other: "other", unknown: "unknown" },
    pregnant: "pregnant",
    lactating: "breast-feeding",
    allergy: (codes: string) => `Allergic to ${codes}`,
    noAllergy: "no known allergy",
  },
});

type Loose = { readonly [member: string]: unknown };
const of = (value: unknown): Loose => (typeof value === "object" && value !== null ? (value as Loose) : {});
const listed = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.map(of) : []);
const textIn = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

type Sex = "female" | "male" | "other" | "unknown";
export type ReadPatient = {
  readonly name?: string;
  readonly sex: Sex;
  readonly birth?: string;
  readonly allergies: readonly string[];
  readonly pregnant: boolean;
  readonly lactating: boolean;
};

const PREGNANT = "82810-3";
const LACTATING = "63895-7";

/** What a pharmacist must know of the patient, of a FHIR R4 Bundle; what is missing is left out. */
export function readPatient(bundle: unknown): ReadPatient {
  const resources = listed(of(bundle)["entry"]).map(({ resource }) => of(resource));
  const all = (type: string): readonly Loose[] => resources.filter(({ resourceType }) => resourceType === type);
  const patient = all("Patient")[0] ?? {};
  const observed = all("Observation").flatMap(({ code }) => listed(of(code)["coding"]).map((coding) => coding["code"]));
  const sex = patient["gender"];
  const name = textIn(listed(patient["name"])[0]?.["text"]);
  const birth = textIn(patient["birthDate"]);
  return {
    sex: sex === "female" || sex === "male" || sex === "other" ? sex : "unknown",
    ...(name !== undefined && { name }),
    ...(birth !== undefined && { birth }),
    allergies: all("AllergyIntolerance").map(({ code }) => allergyIn(of(code))),
    pregnant: observed.includes(PREGNANT),
    lactating: observed.includes(LACTATING),
  };
}

const allergyIn = ({ text, coding }: Loose): string =>
  textIn(text) ?? textIn(listed(coding)[0]?.["display"]) ?? textIn(listed(coding)[0]?.["code"]) ?? "–";

/** Completed years between two dates, `YYYY-MM-DD`. */
export function yearsBetween(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** The document as a pharmacist reads it: who it is for, what must not be overlooked, then the medicines. */
export function PharmacistDocument({ bundle }: { readonly bundle: unknown }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { name, sex, birth, allergies, pregnant, lactating } = readPatient(bundle);
  const age = birth === undefined ? undefined : yearsBetween(birth, new Date().toISOString().slice(0, 10));
  const alert = <TriangleAlert size={14} aria-hidden />;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="sr-only">{say.patient}</span>
        {name !== undefined && <span className="text-lg font-semibold">{name}</span>}
        <span className="text-ink-2">
          {[say.sex[sex], age !== undefined && say.years(numberText(age, language))].filter(Boolean).join(" · ")}
        </span>
        {allergies.length === 0 ? (
          <Tag>{say.noAllergy}</Tag>
        ) : (
          <Tag tone="danger" icon={alert}>
            {say.allergy(listText(allergies, language))}
          </Tag>
        )}
        {pregnant && (
          <Tag tone="warn" icon={alert}>
            {say.pregnant}
          </Tag>
        )}
        {lactating && (
          <Tag tone="warn" icon={alert}>
            {say.lactating}
          </Tag>
        )}
      </div>
      <PatientDocument bundle={bundle} />
    </div>
  );
}
