import type { CredentialKind, OrganisationKind, StaffRole } from "@meridian/kernel/vocabulary";
import { dictionary, type Texts } from "./words.ts";

type NetworkWords = {
  readonly kind: Texts<OrganisationKind>;
  readonly role: Texts<StaffRole>;
  readonly credential: Texts<CredentialKind>;
};

/** What people call the network's shared words, on every screen the same: kinds of members, roles of staff, licences. */
export const networkWords = dictionary<NetworkWords>({
  zh: {
    kind: {
      hospital: "医院",
      clinic: "社区卫生机构",
      pharmacy: "药店",
      insurer: "保险公司",
      "health-commission": "卫健委",
      "insurance-authority": "医保局",
      "drug-authority": "药监局",
      court: "法院",
      arbitration: "仲裁委",
      maker: "药厂",
      distributor: "经销商",
      carrier: "配送公司",
      homecare: "居家护理",
      research: "研究机构",
    },
    role: {
      physician: "医师",
      pharmacist: "药师",
      nurse: "护士",
      courier: "配送员",
      registrar: "登记员",
      clerk: "职员",
      officer: "负责人",
    },
    credential: {
      "licence-hospital": "医疗机构执业许可",
      "licence-clinic": "诊所备案",
      "licence-pharmacy": "药品经营许可",
      "licence-carrier": "药品运输资质",
      "licence-physician": "医师执业证书",
      "licence-pharmacist": "药师资格",
      "prescribe-narcotic": "麻醉药品处方权",
      "prescribe-psychotropic": "第一类精神药品处方权",
      "dispense-narcotic": "麻精药品调剂资格",
      "appointment-insurer": "医保定点资格",
    },
  },
  en: {
    kind: {
      hospital: "hospital",
      clinic: "community clinic",
      pharmacy: "pharmacy",
      insurer: "insurer",
      "health-commission": "health commission",
      "insurance-authority": "insurance authority",
      "drug-authority": "drug authority",
      court: "court",
      arbitration: "arbitration commission",
      maker: "maker",
      distributor: "distributor",
      carrier: "carrier",
      homecare: "home care",
      research: "research institute",
    },
    role: {
      physician: "physician",
      pharmacist: "pharmacist",
      nurse: "nurse",
      courier: "courier",
      registrar: "registrar",
      clerk: "clerk",
      officer: "officer",
    },
    credential: {
      "licence-hospital": "hospital licence",
      "licence-clinic": "clinic licence",
      "licence-pharmacy": "pharmacy licence",
      "licence-carrier": "carrier licence",
      "licence-physician": "physician's licence",
      "licence-pharmacist": "pharmacist's licence",
      "prescribe-narcotic": "right to prescribe narcotics",
      "prescribe-psychotropic": "right to prescribe class 1 psychotropics",
      "dispense-narcotic": "right to dispense narcotics",
      "appointment-insurer": "designated for insurance",
    },
  },
});
