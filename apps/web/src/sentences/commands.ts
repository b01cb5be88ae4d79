import type { Command as Credential } from "@meridian/credential/schema";
import type { Command as Disclosure } from "@meridian/disclosure/schema";
import type { Command as Governance } from "@meridian/governance/schema";
import type { Command as Key } from "@meridian/key/schema";
import type { Command as Organisation } from "@meridian/organisation/schema";
import type { Command as Pathway } from "@meridian/pathway/schema";
import type { Command as Person } from "@meridian/person/schema";
import type { Command as Prescription } from "@meridian/prescription/schema";
import type { Command as Protocol } from "@meridian/protocol/schema";
import type { Command as Review } from "@meridian/review/schema";
import type { Command as Settlement } from "@meridian/settlement/schema";
import type { Command as Unit } from "@meridian/unit/schema";
import type { Command as Validator } from "@meridian/validator/schema";

/**
 * The id of what it is about comes last, or where the function puts it: with the spaces around it, or empty when only the
 * kind of command is told.
 */
export type Wish = string | ((id: string) => string);

/** What somebody asks for, as it follows "asks to" and 请求. */
type Wishes<C extends { readonly type: string }> = {
  readonly [T in C["type"]]: readonly [zh: Wish, en: Wish];
};
type All = {
  readonly prescription: Wishes<Prescription>;
  readonly review: Wishes<Review>;
  readonly settlement: Wishes<Settlement>;
  readonly unit: Wishes<Unit>;
  readonly disclosure: Wishes<Disclosure>;
  readonly credential: Wishes<Credential>;
  readonly person: Wishes<Person>;
  readonly organisation: Wishes<Organisation>;
  readonly key: Wishes<Key>;
  readonly governance: Wishes<Governance>;
  readonly protocol: Wishes<Protocol>;
  readonly validator: Wishes<Validator>;
  readonly pathway: Wishes<Pathway>;
};

/** Every command of every domain in words. One without words does not compile. */
export const wishes: All = {
  prescription: {
    issue: ["开具处方", "issue prescription"],
    takeReview: ["开始审方，处方", "take up the review of prescription"],
    releaseReview: [(id) => `把处方${id}放回审方队列`, (id) => `put the review of prescription${id} back`],
    approve: ["通过处方", "approve prescription"],
    return: ["退回处方", "return prescription"],
    amend: ["修改或确认处方", "amend or confirm prescription"],
    schedule: [(id) => `让处方${id}等待取药期`, (id) => `let prescription${id} wait for its date`],
    circulate: [(id) => `让处方${id}进入流转`, (id) => `put prescription${id} into circulation`],
    claim: ["接下处方", "claim prescription"],
    release: [(id) => `取消对处方${id}的接单`, "release the claim on prescription"],
    requestChange: ["请医生调整处方", "ask for a change of prescription"],
    answerChange: [(id) => `答复对处方${id}的调整`, "answer on a change of prescription"],
    settle: ["结算处方", "settle prescription"],
    cashReceived: [
      (id) => `确认已收到处方${id}的个人现金支付`,
      (id) => `confirm the patient's cash for prescription${id} as received`,
    ],
    lapseSettlement: [(id) => `让处方${id}过期的结算失效`, (id) => `let the settlement of prescription${id} lapse`],
    dispense: [(id) => `按处方${id}发药`, "dispense prescription"],
    closeOwing: [(id) => `不再补发处方${id}的欠药`, "close what is owed on prescription"],
    ship: [(id) => `把处方${id}的药品交付配送`, (id) => `give the medicines of prescription${id} to a courier`],
    deliver: [(id) => `把处方${id}的药品交给患者`, (id) => `hand the medicines of prescription${id} over`],
    returnDelivery: [(id) => `退回处方${id}的配送`, (id) => `bring the medicines of prescription${id} back`],
    cancel: ["撤销处方", "cancel prescription"],
    acknowledgeCancel: ["确认撤销处方", "acknowledge the cancellation of prescription"],
    expire: [(id) => `让过期的处方${id}失效`, "expire prescription"],
    refuse: ["拒绝调剂处方", "refuse to dispense prescription"],
    reverse: [(id) => `为处方${id}退药冲正`, (id) => `take the medicines of prescription${id} back and reverse it`],
    reconcile: [(id) => `完成处方${id}的对账`, (id) => `close prescription${id} in the books`],
    hold: ["暂停处方", "hold prescription"],
    lift: [(id) => `解除对处方${id}的暂停`, "lift the hold on prescription"],
    revoke: ["监管撤销处方", "revoke prescription"],
  },
  review: {
    attach: ["附上系统审方结果", "attach the findings of the automatic review"],
    override: ["对一个问题说明理由", "override a finding"],
    coSign: ["会签一项理由", "co-sign an override"],
    feedback: ["对一个问题作出反馈", "give feedback on a finding"],
  },
  settlement: {
    adjudicate: ["审核并结算医保费用", "review and settle a claim"],
    payCash: ["确认收到个人现金支付", "confirm that the patient's cash was received"],
    negate: ["冲销结算", "negate a settlement"],
    accrue: ["累计年度用量", "reckon up the year's use"],
    registerScheme: ["登记待遇方案", "register a scheme"],
  },
  unit: {
    dispense: ["发出追溯码", "dispense a unit"],
    takeBack: ["收回追溯码", "take a unit back"],
    recall: ["召回追溯码", "recall a unit"],
  },
  disclosure: {
    release: ["提供文件", "release a document"],
    acknowledge: ["确认收到文件", "acknowledge a document"],
    openWarrant: ["签发调取令", "open a warrant"],
    closeWarrant: ["终止调取令", "end a warrant"],
  },
  credential: {
    issue: ["颁发资质", "issue a credential"],
    renew: ["延长资质", "renew a credential"],
    amendScope: ["变更资质范围", "change what a credential covers"],
    suspend: ["暂停资质", "suspend a credential"],
    reinstate: ["恢复资质", "reinstate a credential"],
    revoke: ["吊销资质", "revoke a credential"],
  },
  person: {
    register: ["登记人员", "register the person"],
    addKey: ["新增个人密钥", "add a key of the person"],
    revokeKey: ["吊销个人密钥", "revoke a key of the person"],
    rotateKey: ["更换个人密钥", "change a key of the person"],
    affiliate: ["登记任职", "take on as staff"],
    disaffiliate: ["登记离职", "end the work of"],
    requestRecovery: ["申请找回密钥", "ask for the recovery of a key of"],
    vetoRecovery: ["否决找回密钥", "veto the recovery of a key of"],
    completeRecovery: ["完成找回密钥", "complete the recovery of a key of"],
    addGuardian: ["指定账户守护人", "name an account guardian of"],
    removeGuardian: ["移除账户守护人", "remove an account guardian of"],
  },
  organisation: {
    admit: ["接纳成员", "admit the member"],
    suspend: ["暂停成员", "suspend the member"],
    reinstate: ["恢复成员", "reinstate the member"],
    withdraw: ["让成员退出", "end the membership of"],
    addKey: ["新增机构密钥", "add a key of"],
    revokeKey: ["吊销机构密钥", "revoke a key of"],
    rename: ["更改机构名称", "rename"],
  },
  key: { bind: ["绑定密钥", "bind a key"], revoke: ["吊销密钥", "revoke a key"] },
  governance: {
    enrol: ["列入表决名册", "enrol a voting member"],
    strike: ["移出表决名册", "strike a voting member"],
    setThresholds: ["调整表决门槛", "set thresholds"],
    propose: ["提出议案", "make the proposal"],
    vote: ["对议案投票", "vote on the proposal"],
    close: ["结束到期的议案", "close the proposal"],
  },
  protocol: {
    schedule: ["排定规则版本", "schedule a release of the rules"],
    cancel: ["取消规则版本", "cancel a release of the rules"],
  },
  validator: {
    open: ["建立验证者集合", "open the set of validators"],
    candidate: ["申请验证者席位", "offer itself as a validator"],
    admit: ["接纳验证者", "admit a validator"],
    dismiss: ["罢免验证者", "dismiss a validator"],
    resign: ["辞去验证者席位", "give up a validator's seat"],
    rotateKey: ["更换共识密钥", "change a consensus key"],
    setNodes: ["登记节点", "name nodes"],
    setRules: ["调整验证者规则", "set the rules for validators"],
    misbehaved: ["记录验证者违规", "note a validator's misbehaviour"],
    remove: ["移除验证者", "remove a validator"],
  },
  pathway: {
    register: ["登记处方路径", "register a pathway"],
    activate: ["启用处方路径", "put a pathway in force"],
    retire: ["停用处方路径", "retire a pathway"],
    lead: ["确定路径最新版本", "note the latest version of a pathway"],
    supersede: ["取代路径版本", "supersede a version of a pathway"],
  },
};
