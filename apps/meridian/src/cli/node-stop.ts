import { answer, EXIT, OPTIONS, problem, type Verb, words } from "./call.ts";
import { dataFolderOf } from "./keys.ts";
import { numberOf } from "./numbers.ts";

const WAIT_SECONDS = 30;

export const stop: Verb = {
  usage: "node stop --data DIR",
  says: words("ends the node that runs on a folder, and waits until it has", "结束目录上运行的节点,并等待其退出"),
  options: {
    data: OPTIONS.data,
    wait: { type: "string", value: "SECONDS", says: words("how long to wait (default 30)", "等待秒数(默认 30)") },
  },
  positionals: [0, 0],
  notes: words(
    "Only the very process that wrote node.pid is told to end: what the system gave that number to later is left alone.",
    "仅向写入 node.pid 的进程发出结束信号;若该进程号已被系统另行分配,则不予处理。",
  ),
  run: async (call) => {
    const folder = dataFolderOf(call);
    const wait = numberOf(call, "wait", WAIT_SECONDS, 3_600);
    if (!wait.ok) return wait;
    const { hasEnded, isSameProcess, readPidFile } = await import("../consortium/pid-file.ts");
    const file = readPidFile(folder);
    if (file === undefined || !isSameProcess(file))
      return answer(words(`No node runs on ${folder}.`, `${folder} 上没有运行中的节点。`)[call.io.language], {
        folder,
        stopped: false,
      });
    const { pid } = file;
    process.kill(pid, "SIGTERM");
    if (await hasEnded(file, wait.value * 1_000))
      return answer(words(`Stopped (process ${pid}).`, `已停止(进程 ${pid})。`)[call.io.language], {
        folder,
        pid,
        stopped: true,
      });
    return problem(
      EXIT.refused,
      "still-running",
      words(
        `Process ${pid} was told to end and still runs after ${wait.value} s.`,
        `已通知进程 ${pid} 结束,但 ${wait.value} 秒后仍在运行。`,
      ),
      words("Look at its log; wait longer with --wait.", "请查看日志;可用 --wait 延长等待。"),
      { folder, pid },
    );
  },
};
