import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { Rejection } from "./schema.ts";

export const rejections: Explanations<Rejection> = {
  "not-a-reaction": explain(
    ["A unit changes hands only together with its prescription.", "Dispense or reverse the prescription."],
    ["药品流向只能随处方一并变更。", "请通过处方发药或退药冲正办理。"],
  ),
  "already-dispensed": explain(
    [
      "This unit was dispensed on another prescription.",
      "Set it aside, take another unit and tell the drug authority.",
    ],
    ["该药品已随其他处方发出。", "请隔离该药品并更换，同时报告药监部门。"],
  ),
  returned: explain(
    [
      "This unit came back from a patient and may not be dispensed again.",
      "Set it aside for destruction and take another.",
    ],
    ["该药品曾被退回，不得再次发出。", "请隔离待销毁并更换。"],
  ),
  recalled: explain(
    ["This unit is recalled.", "Set it aside and follow the recall."],
    ["该药品已被召回。", "请隔离该药品并按召回要求处理。"],
  ),
  "not-dispensed": explain(
    ["This unit is in no live dispense.", "Check the trace code."],
    ["该药品不在任何有效的发药记录中。", "请核对追溯码。"],
  ),
  "dispensed-elsewhere": explain(
    ["This unit belongs to another prescription.", "Reverse that prescription instead."],
    ["该药品属于其他处方。", "请对相应的处方退药冲正。"],
  ),
  "not-entitled": explain(
    ["Only the drug authority or the maker may recall this unit.", "Ask one of them."],
    ["仅药监部门或生产企业可召回该药品。", "请由其办理。"],
  ),
  "unknown-organisation": explain(
    ["The network does not know this institution.", "Check its id."],
    ["网络中没有该机构。", "请核对机构编号。"],
  ),
  "organisation-inactive": explain(
    ["This institution is not active in the network.", "Ask it to settle its membership first."],
    ["该机构当前未处于有效状态。", "请先处理其成员资格。"],
  ),
};
