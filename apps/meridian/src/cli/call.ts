import { err, ok, type Result } from "@meridian/base/result";

/** What a verb of the command line is given and what it answers. Verbs print nothing themselves but progress. */

export type Language = "zh" | "en";
/** One saying in both languages. */
export type Words = { readonly en: string; readonly zh: string };
export const words = (en: string, zh: string): Words => ({ en, zh });

/** Exit codes, as `meridian --help` documents them. */
export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3, data: 4, bug: 70 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** The process around a call, so that tests can be it. */
export type Io = {
  readonly language: Language;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether somebody watches stderr, so that progress is shown. */
  readonly watched: boolean;
  readonly env: { readonly [name: string]: string | undefined };
  /** Resolves when the process is asked to end (SIGINT, SIGTERM). */
  readonly ended: () => Promise<void>;
};

export type OptionSpec = {
  readonly type: "string" | "boolean";
  readonly multiple?: true;
  /** What stands for the value in help texts. */
  readonly value?: string;
  readonly says: Words;
};

export type Call = {
  readonly io: Io;
  readonly json: boolean;
  readonly positionals: readonly string[];
  readonly text: (option: string) => string | undefined;
  readonly texts: (option: string) => readonly string[];
  readonly flag: (option: string) => boolean;
};

export type Answer = {
  readonly exit?: Exit;
  /** What `--json` prints; undefined when the verb has printed all there is. */
  readonly json: unknown;
  /** What people read. */
  readonly text: string;
  /** That the text is a file, printed to the last character: nothing in it is made visible. */
  readonly isFile?: true;
};

/** What happened and why, and what to do next. */
export type Problem = {
  readonly exit: Exclude<Exit, 0>;
  readonly code: string;
  readonly happened: Words;
  readonly next: Words;
  readonly data?: unknown;
};

export type Outcome = Result<Answer, Problem>;

export type Verb = {
  /** As in `evidence export ID`. */
  readonly usage: string;
  readonly says: Words;
  readonly options: { readonly [name: string]: OptionSpec };
  /** How many words may follow the verb. */
  readonly positionals: readonly [least: number, most: number];
  /** More lines for `--help`. */
  readonly notes?: Words;
  run(call: Call): Promise<Outcome>;
};

export const answer = (text: string, json: unknown, exit: Answer["exit"] = EXIT.ok): Outcome =>
  ok({ text, json, exit });

/** For a verb that prints a file for want of a name to write it to. */
export const fileAnswer = (text: string, json: unknown): Outcome => ok({ text, json, isFile: true });

/** For a verb that went on for long and has printed as it went. */
export const printed = (exit: Exit = EXIT.ok): Outcome => ok({ text: "", json: undefined, exit });

export const problem = (
  exit: Problem["exit"],
  code: string,
  happened: Words,
  next: Words,
  data?: unknown,
): { readonly ok: false; readonly error: Problem } =>
  err({ exit, code, happened, next, ...(data !== undefined && { data }) });

/** An option that several verbs share. */
export const OPTIONS = {
  data: { type: "string", value: "DIR", says: words("folder of the node's data", "节点数据目录") },
  node: {
    type: "string",
    value: "URL",
    says: words(
      "address of a node (default: port of node.json in the folder, else http://localhost:8180)",
      "节点地址(默认为目录中 node.json 所示端口,否则为 http://localhost:8180)",
    ),
  },
  genesis: { type: "string", value: "FILE", says: words("genesis document of the network", "网络的创世文件") },
  out: { type: "string", value: "FILE", says: words("write to a file instead of the screen", "写入文件而不是屏幕") },
  as: { type: "string", value: "NAME", says: words("key with which to ask the node", "向节点查询时使用的密钥") },
  keys: {
    type: "string",
    value: "DIR",
    says: words("folder whose `keys` holds the key (default .meridian)", "存放密钥的目录(默认 .meridian)"),
  },
  passphrase: {
    type: "string",
    value: "FILE",
    says: words(
      "file with the passphrase of the keys (or MERIDIAN_PASSPHRASE)",
      "存放密钥口令的文件(或环境变量 MERIDIAN_PASSPHRASE)",
    ),
  },
} as const satisfies { readonly [name: string]: OptionSpec };
