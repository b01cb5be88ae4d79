import type { Name } from "@meridian/client/desk";
import { Select } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { dictionary, type Language } from "@meridian/ui/text/words";

const words = dictionary({
  zh: { label: "诊断", choose: "请选择", hint: "在册诊断排在前面" },
  en: { label: "Diagnosis", choose: "Choose one", hint: "Diagnoses on file come first" },
});

/** ICD-10 codes that a prescriber can choose, with what they are called. */
const DIAGNOSES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  I10: ["原发性高血压", "Essential hypertension"],
  "E11.9": ["2型糖尿病", "Type 2 diabetes mellitus"],
  "E10.9": ["1型糖尿病", "Type 1 diabetes mellitus"],
  "E78.5": ["高脂血症", "Hyperlipidaemia"],
  "I25.1": ["冠状动脉粥样硬化性心脏病", "Atherosclerotic heart disease"],
  "E03.9": ["甲状腺功能减退症", "Hypothyroidism"],
  "J45.9": ["支气管哮喘", "Asthma"],
  "G40.9": ["癫痫", "Epilepsy"],
  "M06.9": ["类风湿关节炎", "Rheumatoid arthritis"],
  "C50.9": ["乳腺恶性肿瘤", "Malignant neoplasm of breast"],
  C61: ["前列腺恶性肿瘤", "Malignant neoplasm of prostate"],
  "G24.3": ["痉挛性斜颈", "Spasmodic torticollis"],
  "R52.1": ["慢性难治性疼痛", "Chronic intractable pain"],
  "F90.0": ["注意缺陷多动障碍", "Disturbance of activity and attention"],
  "F51.0": ["非器质性失眠症", "Nonorganic insomnia"],
  "F41.1": ["广泛性焦虑障碍", "Generalized anxiety disorder"],
  "J06.9": ["急性上呼吸道感染", "Acute upper respiratory infection"],
  "J03.9": ["急性扁桃体炎", "Acute tonsillitis"],
  "J18.9": ["肺炎", "Pneumonia"],
  "N30.0": ["急性膀胱炎", "Acute cystitis"],
  "J30.4": ["变应性鼻炎", "Allergic rhinitis"],
  "M54.5": ["下背痛", "Low back pain"],
  "K29.7": ["胃炎", "Gastritis"],
  "A09.9": ["急性胃肠炎", "Gastroenteritis"],
  "L30.9": ["皮炎", "Dermatitis"],
  "J10.1": ["流行性感冒", "Influenza with respiratory manifestations"],
  "O99.0": ["妊娠合并贫血", "Anaemia complicating pregnancy"],
};

/** What a code is called in both languages; the code itself when it is not in the list. */
export function diagnosisOf(icd10: string): Name {
  const [zh, en] = DIAGNOSES[icd10] ?? [icd10, icd10];
  return { zh, en };
}

const labelOf = (icd10: string, language: Language): string => `${diagnosisOf(icd10)[language]} (${icd10})`;

type Props = {
  readonly value: string;
  /** The patient's, which come first. */
  readonly onFile: readonly string[];
  readonly onChange: (icd10: string) => void;
};

export function DiagnosisSelect({ value, onFile, onChange }: Props) {
  const say = useWords(words);
  const { language } = useLanguage();
  const codes = [...new Set([...onFile, ...Object.keys(DIAGNOSES), ...(value === "" ? [] : [value])])];
  return (
    <Select
      label={say.label}
      {...(onFile.length > 0 && { hint: say.hint })}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      data-testid="diagnosis"
      options={[
        { value: "", label: say.choose },
        ...codes.map((code) => ({ value: code, label: labelOf(code, language) })),
      ]}
    />
  );
}
