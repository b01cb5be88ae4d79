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

export type Started = { readonly up: unknown; stop(): Promise<Ran> };

/** Starts what goes on until it is asked to end, with `--json`; resolves once it has told where it is. */
export function starts(...argv: readonly string[]): Promise<Started> {
  const ending = Promise.withResolvers<void>();
  const told = Promise.withResolvers<Started>();
  let [out, err] = ["", ""];
  const stop = async (): Promise<Ran> => {
    ending.resolve();
    return { exit: await exit, out, err };
  };
  const exit = runCli([...argv, "--json"], {
    language: "en",
    out: (text) => {
      out += text;
      told.resolve({ up: JSON.parse(text), stop });
    },
    err: (text) => {
      err += text;
    },
    watched: false,
    env: {},
    ended: () => ending.promise,
  });
  exit.then((code) => told.reject(new Error(`ended with ${code}: ${err}`)), told.reject);
  return told.promise;
}
