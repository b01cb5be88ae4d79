import { statSync } from "node:fs";
import { HEALTH_COMMISSION } from "@meridian/region/generator/organisations";
import type { Home } from "./home.ts";
import type { Place } from "./place.ts";
import type { Conduct } from "./play.ts";
import type { Summary } from "./summary.ts";
import { type Language, say } from "./words.ts";

export type RegionOptions = {
  /** Where the region lives; made when it is not there. */
  readonly folder: string;
  readonly port: number;
  /** Plays and ends; otherwise goes on serving until SIGINT or SIGTERM. */
  readonly once: boolean;
  readonly json: boolean;
  /** Where browsers open its pages, when that is not `localhost`. */
  readonly origins?: readonly string[];
  /** Folder of FHIR R4 bundles to circulate. */
  readonly input?: string;
  /** Invents another region; only for a new folder. */
  readonly seed?: string;
  /** How many to play: two decks of 60 by default. */
  readonly prescriptions?: number;
  readonly lang: Language;
  /** Whether to serve HTTP; by default unless `once`. */
  readonly serve?: boolean;
};

export type Out = {
  /** One line on how far it has come, for stderr. */
  readonly progress: (text: string) => void;
  /** The result, for stdout. */
  readonly print: (text: string) => void;
};

/** 0 well; 1 something did not go as told; 2 wrong use; 3 the port is taken; 4 the folder holds something else. */
type ExitCode = 0 | 1 | 2 | 3 | 4;

/**
 * A whole demonstration region in this process: begins or resumes its chain, serves it, plays prescriptions through all
 * pathways, checks a sample of proofs and says what came of it.
 */
export async function startRegion(options: RegionOptions, out: Out): Promise<ExitCode> {
  const { input, lang } = options;
  if (input !== undefined && statSync(input, { throwIfNoEntry: false })?.isDirectory() !== true) {
    out.progress(lang === "zh" ? `找不到目录 ${input}` : `there is no folder ${input}`);
    return 2;
  }
  // Loaded here and not above, so that a wrong option is answered at once; the server while the ledger opens.
  if (options.serve ?? !options.once) void import("../http/server.ts");
  const { clock, openPlace } = await import("./place.ts");
  const { NotARegion, openHome } = await import("./home.ts");
  let home: Home;
  try {
    home = openHome(options.folder, { ...options, now: clock() });
  } catch (error) {
    if (!(error instanceof NotARegion)) throw error;
    out.progress(error.says[lang]);
    return 4;
  }
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  const place = await openPlace(home, failed.reject);
  try {
    return await Promise.race([run(options, out, home, place), failed.promise]);
  } finally {
    await place.close();
  }
}

async function run(options: RegionOptions, out: Out, home: Home, place: Place): Promise<ExitCode> {
  const { once, lang, serve = !once } = options;
  const ending = once ? undefined : new Ending();
  const server = serve ? await serving(options, out, place, home) : undefined;
  if (server === "port-taken") return 3;
  try {
    const summary = await playAll({
      options,
      out,
      home,
      place,
      url: server?.url,
      isEnding: () => ending?.isAsked === true,
    });
    const { isGood } = await import("./summary.ts");
    if (ending === undefined) return isGood(summary) ? 0 : 1;
    if (server !== undefined) out.progress(`${say("serving", lang)} ${server.url}`);
    await ending.asked;
    out.progress(say("stopping", lang));
    return isGood(summary) ? 0 : 1;
  } finally {
    await server?.close();
  }
}

type Server = { readonly url: string; close(): Promise<void> };

async function serving(
  { port, lang, origins }: RegionOptions,
  out: Out,
  { node, custody }: Place,
  { folder, region }: Home,
): Promise<Server | "port-taken"> {
  const [{ startHttp }, { demonstrationDesk }] = await Promise.all([
    import("../http/server.ts"),
    import("../desk/demonstration.ts"),
  ]);
  const hosted = region.organisations.map(({ id }) => id);
  try {
    const desk = demonstrationDesk(region, folder, hosted);
    const server = await startHttp({ node, custody, port, folder, desk, ...(origins && { origins }) });
    // By its name, because passkeys of the demonstration are bound to it.
    const url = server.url.replace("127.0.0.1", "localhost");
    out.progress(`${say("serving", lang)} ${url}`);
    return { url, close: () => server.close() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    out.progress(
      lang === "zh" ? `端口 ${port} 已被占用，请用 --port 指定` : `port ${port} is taken; give another with --port`,
    );
    return "port-taken";
  }
}

type Run = {
  readonly options: RegionOptions;
  readonly out: Out;
  readonly home: Home;
  readonly place: Place;
  readonly url: string | undefined;
  readonly isEnding: () => boolean;
};

async function playAll({ options, out, home, place, url, isEnding }: Run): Promise<Summary> {
  const { lang, input, json, prescriptions } = options;
  const [{ setUp }, { playInput, playNext, PRESCRIPTIONS }, { checkProofs, Tally }, { summaryOf }, { told }, folder] =
    await Promise.all([
      import("@meridian/region/player/setup"),
      import("./play.ts"),
      import("./proofs.ts"),
      import("./summary.ts"),
      import("./words.ts"),
      import("../evidence/folder.ts"),
    ]);
  const begun = performance.now();
  const tally = new Tally(place.node);
  out.progress(home.isNew ? say("setUp", lang) : `${say("resumed", lang)} ${place.node.height}`);
  await setUp(home.region, place.stage.client, place.stage.ledger);
  const every = (what: "playing" | "input"): Conduct => ({
    isEnding,
    told: (done, whole) => {
      if (done === whole || done % Math.max(1, Math.floor(whole / 10)) === 0)
        out.progress(`${say(what, lang)} ${done}/${whole}`);
    },
  });
  const outside = input === undefined ? undefined : await playInput(place, home, input, every("input"));
  // With a folder to circulate, the region's own stories are told only when somebody asks for them.
  const count = prescriptions ?? (input === undefined ? PRESCRIPTIONS : 0);
  const played = await playNext(place, home, count, every("playing"));
  tally.stop();
  const { events, blocks } = tally;
  out.progress(say("proofs", lang));
  const proofs = await checkProofs(place.node, tally.sample());
  const seconds = Math.round(performance.now() - begun) / 1_000;
  const run = { events, blocks, height: place.node.height, seconds, proofs };
  const summary = summaryOf({ network: home.genesis.network, played, outside, run });
  const id = played.find(({ status }) => status === "COMPLETED")?.prescription ?? outside?.circulated[0]?.prescription;
  const where = { url, id, options: optionsFor(options, url), genesis: word(folder.genesisFileIn(options.folder)) };
  out.print(json ? JSON.stringify(summary, undefined, 2) : told(summary, lang, where));
  return summary;
}

/** How the command line finds this region: by asking its node as an authority, or by reading its folder. */
function optionsFor({ folder, port }: RegionOptions, url: string | undefined): string {
  if (url === undefined) return `--data ${word(folder)}`;
  const keys = folder === ".meridian" ? "" : ` --keys ${word(folder)}`;
  return `--as ${HEALTH_COMMISSION}${keys}${port === 8_180 ? "" : ` --node ${url}`}`;
}

/** As a shell reads one word, whatever is in it. */
const word = (text: string): string => (/^[A-Za-z0-9_./:~-]+$/.test(text) ? text : JSON.stringify(text));

/** Whether the process is asked to end. The second time ends it at once. */
class Ending {
  readonly asked: Promise<void>;
  isAsked = false;

  constructor() {
    this.asked = new Promise((resolve) => {
      const end = (): void => {
        this.isAsked = true;
        for (const signal of SIGNALS) process.removeListener(signal, end);
        resolve();
      };
      for (const signal of SIGNALS) process.on(signal, end);
    });
  }
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;
