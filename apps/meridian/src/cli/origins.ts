import { ok, type Result } from "@meridian/base/result";
import { originOf } from "../http/origins.ts";
import { type Call, EXIT, type OptionSpec, type Problem, problem, words } from "./call.ts";

/** Of every verb that serves pages. */
export const ORIGIN: OptionSpec = {
  type: "string",
  multiple: true,
  value: "URL",
  says: words(
    "address at which browsers open this node's pages, such as https://care.example.org; all of them, if any",
    "浏览器打开本节点页面所用的地址,如 https://care.example.org;如给出则须全部列出",
  ),
};

/** What `--origin` names, or else what the folder's settings do; undefined where neither names any. */
export function originsOf(
  call: Call,
  settings: readonly string[] = [],
): Result<readonly string[] | undefined, Problem> {
  const given = call.texts("origin");
  const named = given.length > 0 ? given : settings;
  const origins = named.map(originOf);
  const bad = named.find((_, at) => origins[at] === undefined);
  if (bad === undefined) return ok(named.length === 0 ? undefined : origins.flatMap((origin) => origin ?? []));
  return problem(
    given.length > 0 ? EXIT.usage : EXIT.data,
    "not-an-origin",
    words(`${bad} is not where a page may be opened.`, `${bad} 不是页面地址。`),
    words(
      "Name scheme and host, and the port where it is another than usual: https://care.example.org.",
      "请只写协议与主机,端口非默认时加上端口,如 https://care.example.org。",
    ),
    { origin: bad },
  );
}
