import { type Explanation, explain } from "@meridian/kernel/explanation";
import type { PlannedRelease, ReleaseStatus } from "./releases.ts";

/** What a node tells its operators of the release it needs: data, and the words in both languages. */
export type ReleaseNotice = {
  /**
   * `missing`: the node must not execute, propose or accept another block, and stops. `to-install`: it will come to that
   * at the release's height unless the release is installed by then. `installed`: the node is ready for it.
   */
  readonly type: "missing" | "to-install" | "installed";
  readonly release: PlannedRelease;
  readonly words: Explanation;
};

/** To be asked at start and after each commit (`ledger.releaseStatus()`); undefined while no release is to come. */
export function releaseNotice({ missing, coming }: ReleaseStatus): ReleaseNotice | undefined {
  if (missing !== undefined) return { type: "missing", release: missing, words: missingWords(missing) };
  if (coming === undefined) return undefined;
  const { installed, ...release } = coming;
  return installed
    ? { type: "installed", release, words: installedWords(release) }
    : { type: "to-install", release, words: toInstallWords(release) };
}

type Words = readonly [en: string, zh: string];

function since({ release, height, scheduledIn }: PlannedRelease): Words {
  const [en, zh]: Words =
    scheduledIn === 0
      ? ["as its genesis document says", "创世文件规定"]
      : [`as its members decided in block ${scheduledIn}`, `成员已在第 ${scheduledIn} 个区块决定`];
  return [
    `From block ${height} on this network executes by release ${release} of its rules, ${en}`,
    `${zh}:自第 ${height} 个区块起,本网络按规则版本 ${release} 执行`,
  ];
}
const toInstall = ({ release, software }: PlannedRelease): Words =>
  software === undefined
    ? [`a version of Meridian that has release ${release} of the rules`, `包含规则版本 ${release} 的 Meridian`]
    : [software, ` ${software} `];

function missingWords(release: PlannedRelease): Explanation {
  const [en, zh] = since(release);
  const [enSoftware, zhSoftware] = toInstall(release);
  return explain(
    [
      `${en}. This software lacks it, so the node stopped before that block; nothing is damaged.`,
      `Install ${enSoftware} and start the node again; it goes on where it stopped.`,
    ],
    [`${zh}。本软件不含该版本,节点已在该区块之前停止,数据完好。`, `请安装${zhSoftware}后重新启动,节点将从停止处继续。`],
  );
}

function toInstallWords(release: PlannedRelease): Explanation {
  const [en, zh] = since(release);
  const [enSoftware, zhSoftware] = toInstall(release);
  return explain(
    [
      `${en}. This software lacks it, so the node will stop before that block.`,
      `Install ${enSoftware} before block ${release.height}.`,
    ],
    [`${zh}。本软件不含该版本,节点将在该区块之前停止。`, `请在第 ${release.height} 个区块之前安装${zhSoftware}。`],
  );
}

function installedWords(release: PlannedRelease): Explanation {
  const [en, zh] = since(release);
  return explain(
    [`${en}. This software has it.`, "Nothing is to be done."],
    [`${zh}。本软件已包含该版本。`, "无需处理。"],
  );
}
