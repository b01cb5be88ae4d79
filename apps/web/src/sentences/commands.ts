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

/** What somebody asks for, as it follows "asks to" and 请求. */
type Wishes<C extends { readonly type: string }> = {
  readonly [T in C["type"]]: readonly [zh: string, en: string];
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
    takeReview: ["开始审核处方", "take up the review of prescription"],
    releaseReview: ["把处方放回审方队列", "put back the review of prescription"],
    approve: ["通过处方", "approve prescription"],
    return: ["退回处方", "return prescription"],
    amend: ["修改或确认处方", "amend or confirm prescription"],
    schedule: ["让处方等待取药期", "schedule prescription"],
    circulate: ["让处方进入流转", "put into circulation prescription"],
    claim: ["接下处方", "claim prescription"],
    release: ["放开处方", "give up prescription"],
    requestChange: ["请医生调整处方", "ask for a change of prescription"],
    answerChange: ["答复对处方的调整", "answer on a change of prescription"],
    settle: ["结算处方", "settle prescription"],
    cashReceived: ["记下已收到自付款，处方", "note the cash received for prescription"],
    lapseSettlement: ["让过期的结算作废，处方", "let lapse the settlement of prescription"],
    dispense: ["按处方配药", "dispense prescription"],
    closeOwing: ["不再配发尚欠的药，处方", "close what is owed on prescription"],
    ship: ["交付配送，处方", "give to a courier the medicines of prescription"],
    deliver: ["把药品交给患者，处方", "hand over the medicines of prescription"],
    returnDelivery: ["退回配送，处方", "bring back the medicines of prescription"],
    cancel: ["撤销处方", "cancel prescription"],
    acknowledgeCancel: ["确认撤销处方", "acknowledge the cancellation of prescription"],
    expire: ["让过期的处方失效", "expire prescription"],
    refuse: ["拒绝为处方配药", "refuse to dispense prescription"],
    reverse: ["退药冲正，处方", "reverse prescription"],
    reconcile: ["归档处方", "close in the books prescription"],
    hold: ["暂停处方", "hold prescription"],
    lift: ["解除对处方的暂停", "lift the hold on prescription"],
    revoke: ["以监管名义撤销处方", "revoke prescription"],
  },
  review: {
    attach: ["附上机器审查结果", "attach the machine's findings"],
    override: ["对审查结果说明理由", "override a finding"],
    coSign: ["为一项理由附签", "co-sign an override"],
    feedback: ["反馈审查结果", "give feedback on a finding"],
  },
  settlement: {
    adjudicate: ["裁定医保支付", "adjudicate a claim"],
    payCash: ["确认收到自付款", "confirm cash received"],
    negate: ["冲销结算", "negate a settlement"],
    accrue: ["累计年度用量", "reckon up the year's use"],
    registerScheme: ["登记结算方案", "register a settlement scheme"],
  },
  unit: {
    dispense: ["配出追溯码", "hand out a unit"],
    takeBack: ["收回追溯码", "take a unit back"],
    recall: ["召回追溯码", "recall a unit"],
  },
  disclosure: {
    release: ["提供文件", "release a document"],
    acknowledge: ["确认收到文件", "acknowledge a document"],
    openWarrant: ["签发调阅令", "open a warrant"],
    closeWarrant: ["撤销调阅令", "close a warrant"],
  },
  credential: {
    issue: ["颁发资质", "issue a licence"],
    renew: ["延长资质", "renew a licence"],
    amendScope: ["变更资质范围", "change what a licence covers"],
    suspend: ["暂停资质", "suspend a licence"],
    reinstate: ["恢复资质", "reinstate a licence"],
    revoke: ["吊销资质", "revoke a licence"],
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
    addGuardian: ["指定监护人", "name a guardian of"],
    removeGuardian: ["撤销监护人", "remove a guardian of"],
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
