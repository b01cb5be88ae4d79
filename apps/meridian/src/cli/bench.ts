import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { EXIT, printed, problem, type Verb, words } from "./call.ts";

const MAIN = fileURLToPath(new URL("../../../../bench/main.ts", import.meta.url));

const bench: Verb = {
  usage: "bench [NAME]",
  says: words("measures; without a name it lists what there is", "性能测量;不带名称时列出可用项目"),
  options: {
    size: { type: "string", value: "N", says: words("larger or smaller than usual", "测量规模") },
  },
  positionals: [0, 1],
  run: async (call) => {
    if (!existsSync(MAIN))
      return problem(
        EXIT.data,
        "no-bench",
        words("The benches are not part of this installation.", "此安装不含性能测试。"),
        words("Run it from a checkout of the source.", "请在源代码目录中运行。"),
      );
    const ended = await new Promise<number>((resolve) => {
      const size = call.text("size");
      const own = [
        ...call.positionals,
        ...(call.json ? ["--json"] : []),
        ...(size === undefined ? [] : ["--size", size]),
      ];
      const flags = ["--disable-warning=ExperimentalWarning", MAIN, ...own];
      spawn(process.execPath, flags, { stdio: "inherit" }).on("close", (code) => resolve(code ?? 1));
    });
    return printed(ended === 0 ? EXIT.ok : EXIT.refused);
  },
};

export const verbs: ReadonlyMap<string, Verb> = new Map([["", bench]]);
