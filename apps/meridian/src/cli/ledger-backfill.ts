import type { Height } from "@meridian/base/ids";
import { ok, type Result } from "@meridian/base/result";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { BackfillFault } from "../evidence/backfill.ts";
import { answer, type Call, EXIT, OPTIONS, type Outcome, type Problem, problem, type Verb, words } from "./call.ts";
import { unusable } from "./files.ts";
import { openFolder } from "./folders.ts";
import { dataFolderOf } from "./keys.ts";
import { settingsIn } from "./node-json.ts";
import { Progress } from "./progress.ts";
import { Remote } from "./remote.ts";

export const backfill: Verb = {
  usage: "ledger backfill --data DIR --from URL|DIR",
  says: words(
    "fetches the blocks from before the snapshot with which a node joined, from another member's node or folder",
    "从其他成员的节点或数据目录补齐本节点由快照加入之前的区块",
  ),
  options: {
    data: OPTIONS.data,
    genesis: OPTIONS.genesis,
    from: {
      type: "string",
      value: "URL|DIR",
      says: words(
        "another member's API, as https://member; or its data folder, or a copy of that",
        "其他成员的接口地址,如 https://member;或其数据目录、目录副本",
      ),
    },
    as: {
      ...OPTIONS.as,
      says: words(
        "key with which to ask the member's node (default: of the institution whose node the folder is)",
        "向成员节点请求时使用的密钥(默认为该目录节点所属机构的密钥)",
      ),
    },
    keys: {
      ...OPTIONS.keys,
      says: words("folder whose `keys` holds that key (default: --data)", "存放该密钥的目录(默认同 --data)"),
    },
    "passphrase-file": OPTIONS.passphrase,
  },
  positionals: [0, 0],
  notes: words(
    "The node must not run. Nothing that comes is believed: each block must be the one that the header above names. Broken off, it goes on where it was when run again. Lists of the node are built anew at its next start.",
    "节点须已停止。来源的内容不被信任:每个区块须与其上方区块头一致。中断后再次运行即从断点继续。节点下次启动时重建各列表。",
  ),
  run: async (call) => {
    const folder = dataFolderOf(call);
    const source = call.text("from");
    if (source === undefined)
      return problem(
        EXIT.usage,
        "no-source",
        words("Nothing says where older blocks are.", "未指明旧区块的来源。"),
        words(
          "Name another member's API or another node's data folder with --from.",
          "请用 --from 指定其他成员的接口地址或其他节点的数据目录。",
        ),
      );
    // It says at which height the engine began, against which blocks are checked.
    const settings = await settingsIn(folder);
    if (!settings.ok) return settings;
    const own = await openFolder(call, folder);
    if (!own.ok) return own;
    const { genesis, base } = own.value;
    own.value.close();
    const filling = { call, folder, source, genesis, base, organisation: settings.value?.organisation };
    return /^https?:\/\//.test(source) ? fromMember(filling) : fromFolder(filling);
  },
};

type Filling = {
  readonly call: Call;
  readonly folder: string;
  readonly source: string;
  readonly genesis: GenesisDocument;
  /** From where on the folder has blocks. */
  readonly base: Height;
  /** Whose node the folder is, where it says so. */
  readonly organisation: string | undefined;
};

async function fromFolder({ call, folder, source, genesis, base }: Filling): Promise<Outcome> {
  const { hasLedger } = await import("../evidence/folder.ts");
  if (!hasLedger(source))
    return problem(
      EXIT.data,
      "no-ledger",
      words(`There is no ledger in ${source}.`, `${source} 中没有账本。`),
      words("Name another node's data folder with --from.", "请用 --from 指定其他节点的数据目录。"),
      { folder: source },
    );
  const { backfillFolder } = await import("../node/backfill-folder.ts");
  const progress = new Progress(call.io, base - 1);
  let from = base;
  try {
    const fault = backfillFolder(folder, source, genesis, (height) => {
      from = height;
      progress.at(base - height);
    });
    progress.end();
    return ended(call, from, fault);
  } catch (error) {
    // Whatever else is thrown has words of its own.
    if (error instanceof Error && "code" in error) return unusable(folder, error);
    throw error;
  } finally {
    progress.end();
  }
}

async function fromMember({ call, folder, source, genesis, base, organisation }: Filling): Promise<Outcome> {
  const name = keyNamed(call, folder, organisation);
  if (!name.ok) return name;
  const remote = Remote.at(call, source, name.value);
  if (!remote.ok) return remote;
  const { backfillFromMember } = await import("../node/backfill-member.ts");
  const progress = new Progress(call.io, base - 1);
  const asked = new AbortController();
  void call.io.ended().then(() => asked.abort());
  let from = base;
  try {
    const filled = await backfillFromMember(
      folder,
      genesis,
      (below, limit) => remote.value.stream(`/v1/history?below=${below}&limit=${limit}`, asked.signal),
      (height) => {
        from = height;
        progress.at(base - height);
      },
    );
    progress.end();
    if (asked.signal.aborted) return interrupted(from);
    return filled.ok ? ended(call, from, filled.value) : filled;
  } finally {
    progress.end();
  }
}

/** Whose key asks: that of the member whose node it is, if nobody says otherwise. */
function keyNamed(call: Call, folder: string, organisation: string | undefined): Result<string, Problem> {
  const name = call.text("as") ?? organisation;
  if (name !== undefined) return ok(name);
  return problem(
    EXIT.data,
    "whose-folder",
    words(`${folder} does not say whose node it is.`, `${folder} 未标明所属机构。`),
    words("Name the key with which to ask with --as.", "请用 --as 指定请求时使用的密钥。"),
    { folder },
  );
}

const interrupted = (from: Height): Outcome =>
  problem(
    EXIT.refused,
    "interrupted",
    words(`It was asked to end. Blocks from ${from} on are here.`, `已应要求结束。第 ${from} 个及之后的区块均已在此。`),
    words("Run it again: it goes on from there.", "再次运行即从该处继续。"),
    { from },
  );

const NEXT: { readonly [what in BackfillFault["what"]]: readonly [en: string, zh: string] } = {
  missing: ["it does not have it", "对方没有该区块"],
  "no-seal": ["header, signatures or validators of it are missing", "缺少其区块头、签名或验证者集合"],
  "not-agreed": ["it is not the one that the members agreed on", "与成员达成一致的区块不符"],
  malformed: ["the answer is not of the form of blocks", "应答不符合区块格式"],
  "too-long": ["the answer is longer than what was asked for", "应答超出所请求的长度"],
  "broken-off": ["the answer ended, or stopped coming, in the middle", "应答中途结束或停滞"],
};

function ended({ io: { language } }: Call, from: Height, fault: BackfillFault | undefined): Outcome {
  if (fault === undefined) {
    const text = words("✔ All blocks from genesis on are here.", "✔ 自创世起的全部区块均已齐备。");
    return answer(text[language], { ok: true });
  }
  const [en, zh] = NEXT[fault.what];
  const text = words(
    `✘ Block ${fault.height} of the other member can't be taken (${fault.what}): ${en}.\n  Blocks from ${from} on are here, each held against the one above. ${fault.what === "broken-off" ? "Run it again: it goes on from there" : "Try again with another member"}.`,
    `✘ 来源的第 ${fault.height} 个区块无法采用(${fault.what}):${zh}。\n  第 ${from} 个及之后的区块均已在此,并逐一与上方区块核对。${fault.what === "broken-off" ? "再次运行即从该处继续" : "请改用其他成员重试"}。`,
  );
  return answer(text[language], { ok: false, from, fault }, EXIT.refused);
}
