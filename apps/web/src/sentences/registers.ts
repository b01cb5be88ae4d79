import type { Event as CredentialEvent } from "@meridian/credential/schema";
import type { Event as KeyEvent } from "@meridian/key/schema";
import type { Event as OrganisationEvent } from "@meridian/organisation/schema";
import type { Event as PersonEvent } from "@meridian/person/schema";
import { day, listed, type Sayings } from "./saying.ts";

type Holder = { readonly organisation: string } | { readonly person: string };
const idOf = (holder: Holder): string => ("organisation" in holder ? holder.organisation : holder.person);

export const organisation: { readonly zh: Sayings<OrganisationEvent>; readonly en: Sayings<OrganisationEvent> } = {
  zh: {
    admitted: ["接纳成员", ({ name }) => `${name.zh}成为联盟成员`],
    suspended: ["暂停成员", ({ organisation: id }, who) => `${who(id)}的成员资格被暂停`],
    reinstated: ["恢复成员", ({ organisation: id }, who) => `${who(id)}的成员资格已恢复`],
    withdrawn: ["退出联盟", ({ organisation: id }, who) => `${who(id)}不再是联盟成员`],
    keyAdded: ["机构新增密钥", ({ organisation: id, key }, who) => `${who(id)}新增了密钥“${key.label}”`],
    keyRevoked: ["机构吊销密钥", ({ organisation: id }, who) => `${who(id)}吊销了一把密钥`],
    renamed: ["机构更名", ({ name }) => `一家机构更名为${name.zh}`],
  },
  en: {
    admitted: ["member admitted", ({ name }) => `${name.en} became a member`],
    suspended: ["member suspended", ({ organisation: id }, who) => `The membership of ${who(id)} was suspended`],
    reinstated: ["member reinstated", ({ organisation: id }, who) => `The membership of ${who(id)} was restored`],
    withdrawn: ["member withdrawn", ({ organisation: id }, who) => `${who(id)} is not a member any more`],
    keyAdded: [
      "key of an institution added",
      ({ organisation: id, key }, who) => `${who(id)} added the key “${key.label}”`,
    ],
    keyRevoked: ["key of an institution revoked", ({ organisation: id }, who) => `${who(id)} revoked one of its keys`],
    renamed: ["institution renamed", ({ name }) => `An institution is now called ${name.en}`],
  },
};

export const person: { readonly zh: Sayings<PersonEvent>; readonly en: Sayings<PersonEvent> } = {
  zh: {
    registered: [
      "登记人员",
      ({ person: id, kind, registrar }, who) =>
        `${registrar === undefined ? "创世文件" : who(registrar)}登记了${kind === "patient" ? "患者" : "执业人员"} ${who(id)}`,
    ],
    keyAdded: ["新增个人密钥", ({ person: id }, who) => `${who(id)}新增了一把密钥`],
    keyRevoked: ["吊销个人密钥", ({ person: id }, who) => `${who(id)}的一把密钥被吊销`],
    affiliated: ["入职", ({ person: id, organisation: at }, who) => `${who(id)}在${who(at)}任职`],
    disaffiliated: ["离职", ({ person: id, organisation: at }, who) => `${who(id)}不再于${who(at)}任职`],
    guardianAdded: ["指定账户守护人", ({ person: id, guardian }, who) => `${who(guardian)}成为${who(id)}的账户守护人`],
    guardianRemoved: [
      "移除账户守护人",
      ({ person: id, guardian }, who) => `${who(guardian)}不再是${who(id)}的账户守护人`,
    ],
    recoveryRequested: [
      "申请找回密钥",
      ({ person: id, registrars }, who) => `${listed(registrars, who)}为${who(id)}申请找回密钥`,
    ],
    recoveryVetoed: ["否决找回", ({ person: id, by }, who) => `${who(by)}否决了为${who(id)}找回密钥`],
    recovered: ["找回密钥", ({ person: id }, who) => `${who(id)}换上了找回的密钥，旧密钥失效`],
  },
  en: {
    registered: [
      "person registered",
      ({ person: id, kind, registrar }, who) =>
        `${registrar === undefined ? "The genesis document" : who(registrar)} registered the ${kind} ${who(id)}`,
    ],
    keyAdded: ["key of a person added", ({ person: id }, who) => `${who(id)} added a key`],
    keyRevoked: ["key of a person revoked", ({ person: id }, who) => `A key of ${who(id)} was revoked`],
    affiliated: ["taken on as staff", ({ person: id, organisation: at }, who) => `${who(id)} now works at ${who(at)}`],
    disaffiliated: [
      "left the staff",
      ({ person: id, organisation: at }, who) => `${who(id)} does not work at ${who(at)} any more`,
    ],
    guardianAdded: [
      "account guardian named",
      ({ person: id, guardian }, who) => `${who(guardian)} became an account guardian of ${who(id)}`,
    ],
    guardianRemoved: [
      "account guardian removed",
      ({ person: id, guardian }, who) => `${who(guardian)} is no account guardian of ${who(id)} any more`,
    ],
    recoveryRequested: [
      "recovery asked for",
      ({ person: id, registrars }, who) => `${listed(registrars, who, " and ")} asked to recover the key of ${who(id)}`,
    ],
    recoveryVetoed: ["recovery vetoed", ({ person: id, by }, who) => `${who(by)} vetoed the recovery for ${who(id)}`],
    recovered: ["recovered", ({ person: id }, who) => `${who(id)} has a recovered key; the former ones are void`],
  },
};

export const key: { readonly zh: Sayings<KeyEvent>; readonly en: Sayings<KeyEvent> } = {
  zh: {
    bound: ["绑定密钥", ({ holder }, who) => `一把密钥登记为${who(idOf(holder))}所有`],
    revoked: ["密钥失效", () => "一把密钥从此失效"],
  },
  en: {
    bound: ["key bound", ({ holder }, who) => `A key was registered as that of ${who(idOf(holder))}`],
    revoked: ["key void", () => "A key is void from here on"],
  },
};

export const credential: { readonly zh: Sayings<CredentialEvent>; readonly en: Sayings<CredentialEvent> } = {
  zh: {
    issued: [
      "颁发资质",
      ({ holder, issuer, validUntil }, who) =>
        `${who(issuer)}向${who(idOf(holder))}颁发资质，有效至 ${day(validUntil)}`,
    ],
    renewed: ["资质延期", ({ by, validUntil, record }, who) => `${who(by)}把资质 ${record} 延长至 ${day(validUntil)}`],
    scopeAmended: ["变更资质范围", ({ by, record }, who) => `${who(by)}变更了资质 ${record} 的范围`],
    suspended: ["暂停资质", ({ by, record }, who) => `${who(by)}暂停了资质 ${record}`],
    reinstated: ["恢复资质", ({ by, record }, who) => `${who(by)}恢复了资质 ${record}`],
    revoked: ["吊销资质", ({ by, record }, who) => `${who(by)}吊销了资质 ${record}`],
  },
  en: {
    issued: [
      "credential issued",
      ({ holder, issuer, validUntil }, who) =>
        `${who(issuer)} issued a credential to ${who(idOf(holder))}, valid until ${day(validUntil)}`,
    ],
    renewed: [
      "credential renewed",
      ({ by, validUntil, record }, who) => `${who(by)} renewed the credential ${record} until ${day(validUntil)}`,
    ],
    scopeAmended: [
      "credential amended",
      ({ by, record }, who) => `${who(by)} changed what the credential ${record} covers`,
    ],
    suspended: ["credential suspended", ({ by, record }, who) => `${who(by)} suspended the credential ${record}`],
    reinstated: ["credential reinstated", ({ by, record }, who) => `${who(by)} reinstated the credential ${record}`],
    revoked: ["credential revoked", ({ by, record }, who) => `${who(by)} revoked the credential ${record}`],
  },
};
