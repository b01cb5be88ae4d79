import { listText } from "@meridian/ui/text/list";
import { networkWords } from "@meridian/ui/text/network";
import { dictionary, type Language } from "@meridian/ui/text/words";

export const words = dictionary({
  zh: {
    title: "登录",
    lead: "登录就是用密钥证明身份；没有密码会离开本机。",
    patient: "患者",
    patientLead: "密钥保存在这台设备里，节点和医院都拿不到。",
    own: "本机的密钥",
    passkey: "通行密钥",
    device: "设备密钥",
    use: "使用",
    forget: "从本机移除",
    none: "这台设备还没有密钥。",
    newPasskey: "新建通行密钥（指纹或面容）",
    newDevice: "新建设备密钥",
    noPasskeys: "此浏览器不支持通行密钥，请用设备密钥。",
    label: "密钥名称",
    labelDefault: "我的手机",
    newcomer: "登记为演示患者",
    newcomerLead: "演示医院的登记处会用您的新密钥登记一个虚构身份，数秒即可完成。",
    yourName: "称呼",
    register: "登记并登录",
    borrowed: "以虚构患者身份查看",
    borrowedLead: "仅限演示：这些患者是虚构的。",
    staff: "机构工作人员",
    staffLead: "密钥由所在机构的节点保管，登录后由节点代为签名。",
    search: "按姓名、机构或编号查找",
    passphrase: "口令",
    sealed: "需口令",
    noStaff: "没有符合的人员。",
    noKeystore: "此节点没有保管任何工作人员的密钥。",
    organisation: "机构密钥",
  },
  en: {
    title: "Sign in",
    lead: "To sign in is to prove who you are with a key; no password leaves this device.",
    patient: "Patients",
    patientLead: "The key stays on this device; neither node nor hospital can get it.",
    own: "Keys of this device",
    passkey: "passkey",
    device: "device key",
    use: "Use",
    forget: "Remove from this device",
    none: "There is no key on this device yet.",
    newPasskey: "New passkey (fingerprint or face)",
    newDevice: "New device key",
    noPasskeys: "This browser has no passkeys; use a device key.",
    label: "Name of the key",
    labelDefault: "My phone",
    newcomer: "Register as a demonstration patient",
    newcomerLead: "The demonstration hospital's desk registers an invented identity with your new key, in seconds.",
    yourName: "How you are called",
    register: "Register and sign in",
    borrowed: "Look through an invented patient's eyes",
    borrowedLead: "Demonstration only: these patients are invented.",
    staff: "Staff of an institution",
    staffLead: "The institution's node keeps the key and signs for you while you are signed in.",
    search: "Find by name, institution or id",
    passphrase: "Passphrase",
    sealed: "needs a passphrase",
    noStaff: "Nobody matches.",
    noKeystore: "This node keeps no keys of staff.",
    organisation: "key of the institution",
  },
});

/** The roles of somebody, in the order in which the node names them. */
export const roleText = (roles: readonly string[], language: Language): string => {
  const named: Readonly<Record<string, string>> = networkWords[language].role;
  return listText(
    roles.map((role) => named[role] ?? role),
    language,
  );
};
