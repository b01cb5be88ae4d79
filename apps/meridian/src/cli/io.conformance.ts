import { runCli } from "./run.ts";

export type Ran = { readonly exit: number; readonly out: string; readonly err: string };

/** Runs a command line in this process, in English unless it says otherwise. */
export async function runs(...argv: readonly string[]): Promise<Ran> {
  let [out, err] = ["", ""];
  const exit = await runCli(argv, {
    language: "en",
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    watched: false,
    env: {},
    ended: () => new Promise(() => {}),
  });
  return { exit, out, err };
}
