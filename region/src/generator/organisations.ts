import type { OrganisationId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import type { OrganisationKind } from "@meridian/kernel/vocabulary";
import type { Name } from "./names.ts";

/** An invented member of the network. */
export type Organisation = { readonly id: OrganisationId; readonly kind: OrganisationKind; readonly name: Name };

const organisation = (id: string, kind: OrganisationKind, zh: string, en: string): Organisation => ({
  id: id as OrganisationId,
  kind,
  name: { zh, en },
});

/** The members of every generated region; makers are those that the formulary names. */
export const organisations: readonly Organisation[] = [
  organisation("hospital-central", "hospital", "江澜市中心医院", "Jianglan Central Hospital"),
  organisation(
    "hospital-central-internet",
    "hospital",
    "江澜市中心医院互联网医院",
    "Jianglan Central Internet Hospital",
  ),
  organisation("clinic-riverside", "clinic", "滨河社区卫生服务中心", "Riverside Community Health Centre"),
  organisation("clinic-hillside", "clinic", "云山社区卫生服务站", "Hillside Community Health Station"),
  organisation("pharmacy-lotus", "pharmacy", "荷塘大药房", "Lotus Pharmacy"),
  organisation("pharmacy-bamboo", "pharmacy", "竹里药店", "Bamboo Pharmacy"),
  organisation("pharmacy-harbour", "pharmacy", "港湾大药房", "Harbour Pharmacy"),
  organisation("insurance-authority", "insurance-authority", "江澜市医疗保障局", "Jianglan Healthcare Security Bureau"),
  organisation("insurer-harmony", "insurer", "和安健康保险", "Harmony Health Insurance"),
  organisation("health-commission", "health-commission", "江澜市卫生健康委员会", "Jianglan Health Commission"),
  organisation("drug-authority", "drug-authority", "江澜市药品监督管理局", "Jianglan Drug Administration"),
  organisation("court", "court", "江澜互联网法院", "Jianglan Internet Court"),
  organisation("arbitration", "arbitration", "江澜仲裁委员会", "Jianglan Arbitration Commission"),
  organisation("carrier-swift", "carrier", "迅安医药配送", "Swift Medical Delivery"),
  organisation("distributor-jiangbei", "distributor", "江北医药供应链", "Jiangbei Medical Supply"),
  organisation("maker-yunhe", "maker", "云河制药", "Yunhe Pharmaceuticals"),
  organisation("maker-qinghe", "maker", "清和药业", "Qinghe Pharma"),
  organisation("maker-lantian", "maker", "蓝田生物", "Lantian Biologics"),
];

const known = (id: string): OrganisationId => {
  const found = organisations.find((each) => each.id === id);
  invariant(found !== undefined, `an organisation of the region: ${id}`);
  return found.id;
};

export const HOSPITAL = known("hospital-central");
export const INTERNET_HOSPITAL = known("hospital-central-internet");
export const CLINICS: readonly OrganisationId[] = [known("clinic-riverside"), known("clinic-hillside")];
export const PHARMACIES: readonly OrganisationId[] = [
  known("pharmacy-lotus"),
  known("pharmacy-bamboo"),
  known("pharmacy-harbour"),
];
/** The one pharmacy that may hand out narcotics. */
export const NARCOTIC_PHARMACY = known("pharmacy-lotus");
export const INSURANCE_AUTHORITY = known("insurance-authority");
export const INSURER = known("insurer-harmony");
export const HEALTH_COMMISSION = known("health-commission");
export const DRUG_AUTHORITY = known("drug-authority");
export const COURT = known("court");
export const ARBITRATION = known("arbitration");
export const CARRIER = known("carrier-swift");
