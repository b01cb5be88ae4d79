import type { ConsortiumSummary } from "./consortium-play.ts";
import type { NodeStanding } from "./consortium-standing.ts";
import type { UpFault } from "./up.ts";
import type { Language } from "./words.ts";
import { widthOf } from "./words.ts";

/** What a region of several nodes says to people. */

type Said = { readonly en: string; readonly zh: string };
const said = (en: string, zh: string): Said => ({ en, zh });

/** Rows of equal columns; Chinese characters are as wide as two others. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => widthOf(row[i] ?? ""))));
  const padded = (text: string, i: number): string => text + " ".repeat((widths[i] ?? 0) - widthOf(text));
  return rows.map((row) => `  ${row.map(padded).join("  ").trimEnd()}`).join("\n");
}

export function nodesTold(nodes: readonly NodeStanding[], language: Language): string {
  const say = ({ en, zh }: Said): string => (language === "zh" ? zh : en);
  const stateOf = ({ running, height, catchingUp }: NodeStanding): string => {
    if (!running) return say(said("stopped", "已停止"));
    if (height === undefined) return say(said("starting", "启动中"));
    return catchingUp === true ? say(said("catching up", "追赶中")) : say(said("serving", "运行中"));
  };
  const head = [
    said("institution", "机构"),
    said("address", "地址"),
    said("state", "状态"),
    said("height", "高度"),
    said("peers", "连接"),
    said("process", "进程"),
    said("folder", "目录"),
  ].map(say);
  const rows = nodes.map((node) => [
    ...[node.organisation, node.url, stateOf(node), String(node.height ?? "-"), String(node.peers ?? "-")],
    ...[String(node.pid ?? "-"), node.folder],
  ]);
  return tableOf([head, ...rows]);
}

export function agreementTold({ agreement }: Pick<ConsortiumSummary, "agreement">): Said {
  const { height, appHashes, equal } = agreement;
  const [hash = ""] = Object.values(appHashes).filter((each) => each !== undefined);
  const nodes = Object.keys(appHashes).length;
  if (equal)
    return said(
      `all ${nodes} nodes have the application hash ${hash.slice(0, 16)} at height ${height}`,
      `${nodes} 个节点在高度 ${height} 的应用哈希一致：${hash.slice(0, 16)}`,
    );
  const each = Object.entries(appHashes).map(([organisation, one]) => `${organisation} ${one?.slice(0, 16) ?? "-"}`);
  return said(
    `the nodes differ at height ${height}: ${each.join(", ")}`,
    `节点在高度 ${height} 不一致：${each.join("，")}`,
  );
}

export function faultTold(fault: UpFault): { readonly happened: Said; readonly next: Said } {
  switch (fault.code) {
    case "ports-taken":
      return {
        happened: said(
          `Something else listens on: ${fault.ports.join(", ")}. Nothing was started.`,
          `以下端口已被占用：${fault.ports.join("、")}。未启动任何节点。`,
        ),
        next: said(
          "Free them, or begin another region with --port and --data.",
          "请释放端口，或用 --port 与 --data 另建区域。",
        ),
      };
    case "node-ended":
      return {
        happened: said(
          `The node of ${fault.organisation} ended while it started. It says:\n${fault.said}`,
          `${fault.organisation} 的节点在启动时退出，日志如下：\n${fault.said}`,
        ),
        next: said(
          `All of it is in ${fault.log}. What this call had started was stopped again.`,
          `完整日志：${fault.log}。本次启动的节点已全部停止。`,
        ),
      };
    case "too-slow":
      return {
        happened: said(
          `Not serving after ${fault.seconds} s: ${fault.organisations.join(", ")}.`,
          `${fault.seconds} 秒后仍未就绪：${fault.organisations.join("、")}。`,
        ),
        next: said(
          "Their folders have a node.log. What this call had started was stopped again.",
          "请查看其目录中的 node.log。本次启动的节点已全部停止。",
        ),
      };
    case "interrupted":
      return {
        happened: said("Interrupted; what this call had started was stopped again.", "已中断；本次启动的节点已停止。"),
        next: said("`region up` starts it again.", "可再次运行 `region up`。"),
      };
  }
}
