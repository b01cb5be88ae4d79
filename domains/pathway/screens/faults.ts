import type { CelFault } from "@meridian/cel/fault";
import type { LintFault } from "@meridian/pathway/lint";
import type { Language } from "@meridian/ui/text/words";

/** What is wrong with a guard. */
function celText(fault: CelFault, language: Language): string {
  const zh = language === "zh";
  switch (fault.code) {
    case "syntax":
      return zh ? "写法无法解析" : "cannot be parsed";
    case "text-too-long":
      return zh ? `长度 ${fault.length}，上限 ${fault.max}` : `${fault.length} characters, at most ${fault.max}`;
    case "too-many-brackets":
      return zh ? `括号超过 ${fault.max} 个` : `more than ${fault.max} brackets`;
    case "too-many-nodes":
      return zh ? `表达式超过 ${fault.max} 个部分` : `more than ${fault.max} parts`;
    case "too-costly":
      return zh ? `计算量 ${fault.cost}，上限 ${fault.max}` : `costs ${fault.cost}, at most ${fault.max}`;
    case "nested-comprehension":
      return zh ? `不能嵌套 ${fault.macro}` : `${fault.macro} may not be nested`;
    case "shadowed-name":
      return zh ? `名称 ${fault.name} 已被占用` : `${fault.name} is taken already`;
    case "unknown-name":
      return zh ? `没有名称 ${fault.name}` : `there is no ${fault.name}`;
    case "unknown-field":
      return zh ? `没有字段 ${fault.field}` : `there is no field ${fault.field}`;
    case "forbidden":
      return zh ? `不允许使用 ${fault.construct}` : `${fault.construct} is not allowed`;
    case "integer-out-of-range":
      return zh ? `整数 ${fault.integer} 超出范围` : `the integer ${fault.integer} is out of range`;
    case "type-mismatch":
      return zh
        ? `${fault.operator} 不能用于 ${fault.types.join("、")}`
        : `${fault.operator} does not take ${fault.types.join(", ")}`;
    case "not-boolean":
      return zh ? `结果是 ${fault.type}，应为真或假` : `yields ${fault.type}, not true or false`;
  }
}

/** What breaks a rule for pathways, and where. */
export function faultText(fault: LintFault, language: Language): string {
  const zh = language === "zh";
  switch (fault.rule) {
    case "L1":
      if (fault.at === "bytes") return zh ? "文件超过 12 KiB" : "The document is larger than 12 KiB";
      return zh
        ? `${fault.at} 的形式不对，或与其他部分不一致`
        : `${fault.at} has a wrong form, or contradicts another part`;
    case "L2":
      return zh
        ? `${fault.transition} 的条件：${celText(fault.fault, language)}`
        : `Condition of ${fault.transition}: ${celText(fault.fault, language)}`;
    case "L3":
      return zh
        ? `${fault.transition} 从 ${fault.state} 开始，但没有任何步骤到达该状态`
        : `${fault.transition} starts in ${fault.state}, which nothing reaches`;
    case "L4":
      if ("next" in fault)
        return zh
          ? `${fault.transition} 到期后的 ${fault.next} 不能离开该状态`
          : `${fault.next}, which follows the deadline of ${fault.transition}, does not leave its state`;
      return zh ? `状态 ${fault.state} 没有出口` : `Nothing leaves ${fault.state}`;
    case "L5":
      if ("transition" in fault)
        return zh
          ? `${fault.transition} 对 ${fault.command} 的要求比合约更窄，监管不能被路径限制`
          : `${fault.transition} narrows ${fault.command}; no pathway may limit oversight`;
      return zh
        ? `缺少 ${fault.command}（${[fault.state, fault.kind].filter(Boolean).join("，")}）`
        : `${fault.command} is missing (${[fault.state, fault.kind].filter(Boolean).join(", ")})`;
  }
}

/** Where in the text a fault is: from and to, so that an editor can select it. */
export function spotOf(fault: LintFault, text: string): readonly [from: number, to: number] | undefined {
  const found = (needle: string, from = 0): readonly [number, number] | undefined => {
    const at = text.indexOf(needle, from);
    return at < 0 ? undefined : [at, at + needle.length];
  };
  if ("transition" in fault) {
    const [head] = found(`"id": "${fault.transition}"`) ?? [];
    if (head === undefined) return undefined;
    if (fault.rule !== "L2") return found(`"id": "${fault.transition}"`);
    const guard = found(`"guard": "`, head);
    if (guard === undefined) return undefined;
    const offset = fault.fault.code === "syntax" ? (fault.fault.offset ?? 0) : 0;
    const end = text.indexOf("\n", guard[1]);
    return [guard[1] + offset, end < 0 ? text.length : end];
  }
  if (fault.rule === "L1") {
    const index = /^\.transitions\[(\d+)\]\.?(.*)$/.exec(fault.at);
    if (index !== null) {
      const heads = [...text.matchAll(/"id": "T[^"]*"/g)];
      const head = heads[Number(index[1])]?.index;
      if (head !== undefined) return found(`"${(index[2] ?? "id").split(/[.[]/)[0] || "id"}"`, head);
    }
    const last = fault.at
      .split(/[.[\]]/)
      .filter((part) => part !== "" && !/^\d+$/.test(part))
      .at(-1);
    return last === undefined ? undefined : found(`"${last}"`);
  }
  return undefined;
}
