import type { Name } from "./names.ts";

/** ICD-10 (the national edition GB/T 14396 takes the same three and four characters). */
export type Diagnosis = { readonly icd10: string; readonly name: Name };

const diagnosis = (icd10: string, zh: string, en: string): Diagnosis => ({ icd10, name: { zh, en } });

export const diagnoses = {
  hypertension: diagnosis("I10", "原发性高血压", "Essential hypertension"),
  diabetes: diagnosis("E11.9", "2型糖尿病", "Type 2 diabetes mellitus"),
  insulinDiabetes: diagnosis("E10.9", "1型糖尿病", "Type 1 diabetes mellitus"),
  lipids: diagnosis("E78.5", "高脂血症", "Hyperlipidaemia"),
  coronary: diagnosis("I25.1", "冠状动脉粥样硬化性心脏病", "Atherosclerotic heart disease"),
  hypothyroidism: diagnosis("E03.9", "甲状腺功能减退症", "Hypothyroidism"),
  asthma: diagnosis("J45.9", "支气管哮喘", "Asthma"),
  epilepsy: diagnosis("G40.9", "癫痫", "Epilepsy"),
  arthritis: diagnosis("M06.9", "类风湿关节炎", "Rheumatoid arthritis"),
  breastCancer: diagnosis("C50.9", "乳腺恶性肿瘤", "Malignant neoplasm of breast"),
  prostateCancer: diagnosis("C61", "前列腺恶性肿瘤", "Malignant neoplasm of prostate"),
  dystonia: diagnosis("G24.3", "痉挛性斜颈", "Spasmodic torticollis"),
  cancerPain: diagnosis("R52.1", "慢性难治性疼痛", "Chronic intractable pain"),
  attention: diagnosis("F90.0", "注意缺陷多动障碍", "Disturbance of activity and attention"),
  insomnia: diagnosis("F51.0", "非器质性失眠症", "Nonorganic insomnia"),
  anxiety: diagnosis("F41.1", "广泛性焦虑障碍", "Generalized anxiety disorder"),
  cold: diagnosis("J06.9", "急性上呼吸道感染", "Acute upper respiratory infection"),
  tonsillitis: diagnosis("J03.9", "急性扁桃体炎", "Acute tonsillitis"),
  pneumonia: diagnosis("J18.9", "肺炎", "Pneumonia"),
  cystitis: diagnosis("N30.0", "急性膀胱炎", "Acute cystitis"),
  rhinitis: diagnosis("J30.4", "变应性鼻炎", "Allergic rhinitis"),
  backPain: diagnosis("M54.5", "下背痛", "Low back pain"),
  gastritis: diagnosis("K29.7", "胃炎", "Gastritis"),
  diarrhoea: diagnosis("A09.9", "急性胃肠炎", "Gastroenteritis"),
  dermatitis: diagnosis("L30.9", "皮炎", "Dermatitis"),
  influenza: diagnosis("J10.1", "流行性感冒", "Influenza with respiratory manifestations"),
  pregnancyAnaemia: diagnosis("O99.0", "妊娠合并贫血", "Anaemia complicating pregnancy"),
} as const;
export type DiagnosisName = keyof typeof diagnoses;
