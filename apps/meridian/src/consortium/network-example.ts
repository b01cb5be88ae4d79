import { toHex, utf8 } from "@meridian/base/bytes";
import { nodeIdOf } from "@meridian/consensus-comet/engine/keys";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { type Language, words } from "../cli/call.ts";

/** Keys that anybody can make again: a network that is begun with them is nobody's. */
const keyOf = (name: string): Uint8Array => publicKeyOf(sha256(utf8(`meridian EXAMPLE key of ${name}\n`)));

const MEMBERS = [
  ["hospital-central", "hospital", "中心医院", "Central Hospital"],
  ["health-commission", "health-commission", "卫生健康委员会", "Health Commission"],
  ["insurance-authority", "insurance-authority", "医疗保障局", "Healthcare Security Bureau"],
  ["court", "court", "互联网法院", "Internet Court"],
] as const;

/** A network of four that fits, with remarks; every key in it must be replaced. */
export function exampleOf(language: Language): object {
  const say = (en: string, zh: string): string => words(en, zh)[language];
  return {
    "//": say(
      "What the founders of a network agree on. Every key here is an example: replace them by those on the members' cards.",
      "网络创始成员的约定。此处所有密钥均为示例,须替换为各成员名片中的密钥。",
    ),
    network: "example-region",
    "//time": say("Block time of genesis, UTC; left out: now.", "创世区块时间(UTC);省略则为当前时间。"),
    time: "2026-11-20T00:00:00Z",
    "//relyingParty": say(
      "The site of the patients' page: passkeys are bound to it for good.",
      "患者页面所在站点,通行密钥将与其永久绑定。",
    ),
    relyingParty: { id: "care.example.org", origins: ["https://care.example.org"] },
    "//cards": say(
      "Instead of copying: paths of the card.json of members, from `meridian node init --organisation`. Each is one institution and one validator.",
      "可不逐项抄写,改列各成员 card.json 的路径(由 `meridian node init --organisation` 生成),每个名片含一个机构与一个验证者。",
    ),
    cards: [],
    "//organisations": say(
      "Members from the first block on. `publicKey` signs transactions. More are admitted later by vote.",
      "自第一个区块起的成员。`publicKey` 用于签署交易。其他成员以后经表决加入。",
    ),
    organisations: [
      ...MEMBERS.map(([id, kind, zh, en]) => ({
        ...{ id, kind, name: { zh, en }, publicKey: toHex(keyOf(id)) },
        ...(id === "court" && { api: "https://court.example.org:8180" }),
      })),
      {
        ...{ id: "pharmacy-corner", kind: "pharmacy", name: { zh: "街角药店", en: "Corner Pharmacy" } },
        publicKey: toHex(keyOf("pharmacy-corner")),
      },
    ],
    "//validators": say(
      "Who makes blocks. `publicKey` signs blocks; `nodes` are the ids and addresses of its engines; `control` names who could make it act: two with one control fall together.",
      "出块者。`publicKey` 用于签署区块;`nodes` 为其引擎的编号与地址;`control` 指能够左右它的一方,同一控制者的验证者会同时失守。",
    ),
    validators: MEMBERS.map(([id], i) => ({
      organisation: id,
      publicKey: toHex(keyOf(`validator of ${id}`)),
      nodes: [{ id: nodeIdOf(keyOf(`node of ${id}`)), host: `10.20.0.${i + 1}`, port: 26_656 }],
      control: id,
    })),
    "//pathways": say('"shipped", or a list of ids.', '"shipped"(全部)或编号列表。'),
    pathways: "shipped",
    "//thresholds": say(
      "More than this part of those who may vote. What is not here has its default.",
      "需超过有表决权成员的这一比例。未列出的采用默认值。",
    ),
    thresholds: [{ subject: "admit", numerator: 2, denominator: 3 }],
    "//rules": say(
      "doubleSigning: what becomes of a validator that signed two blocks of one height: note, remove (from the validators), suspend (as a member). sharedControl: whether one party may control a third of the validators: refused, allowed.",
      "doubleSigning:对同一高度签署两个区块的验证者如何处置:note(记录)、remove(移出验证者)、suspend(中止成员资格)。sharedControl:是否允许一方控制三分之一验证者:refused(拒绝)、allowed(允许)。",
    ),
    rules: { doubleSigning: "suspend", sharedControl: "refused" },
  };
}
