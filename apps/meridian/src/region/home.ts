import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "@meridian/base/bytes";
import { asSeconds, type NetworkId, type Seconds } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { fits, integer, object, optional, type TypeOf, text } from "@meridian/base/shape";
import { type GenesisDocument, genesisShape } from "@meridian/network/genesis";
import { demonstrationKeySeed } from "@meridian/region/generator/keys";
import { generateRegion, type Region } from "@meridian/region/generator/region";
import { dayOfTime } from "@meridian/region/player/order";
import {
  genesisCommandsOf,
  type Schemes,
  schemesFrom,
  VALIDATORS,
  validatorKeyOf,
} from "@meridian/region/player/setup";
import { genesisFileIn } from "../evidence/folder.ts";
import { Keystore } from "../keystore/keystore.ts";

/** What a demonstration region must remember between runs; all else follows from it or stands on the ledger. */
const memoryShape = object({
  notice: text({ max: 400 }),
  seed: text({ max: 64 }),
  day: text({ max: 10 }),
  patients: integer({ min: 1, max: 100_000 }),
  /** The encounter that is played next. */
  nextEncounter: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  /** Orders from outside that were taken in so far; numbers their packs. */
  ordersTaken: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  /** A region of several nodes: how many, and the first of their ports. */
  nodes: optional(integer({ min: 1, max: 100 })),
  port: optional(integer({ min: 1, max: 65_535 })),
});
export type Memory = TypeOf<typeof memoryShape>;

export type Home = {
  readonly folder: string;
  readonly region: Region;
  readonly schemes: Schemes;
  readonly genesis: GenesisDocument;
  readonly validatorSeeds: readonly { readonly seed: Uint8Array; readonly power: number }[];
  readonly isNew: boolean;
  memory: Memory;
};

const NOTICE =
  "A demonstration. Every person is invented and every key follows from the seed in this file, so anybody has them. " +
  "演示环境：人物均为虚构，所有密钥均由本文件中的种子推导得出，不得用于真实网络。";
const POWER = 10;
export const SEED = "jianglan";
export const memoryFile = (folder: string): string => join(folder, "region.json");

/** Raised when a folder holds something else than the region that was asked for; says so in both languages. */
export class NotARegion extends Error {
  override readonly name = "NotARegion";
  readonly says: { readonly en: string; readonly zh: string };

  constructor(en: string, zh: string) {
    super(en);
    this.says = { en: `${en}; name another folder with --data`, zh: `${zh}；请用 --data 另指定目录` };
  }
}

/** Opens the region in a folder, or invents one there. */
export function openHome(
  folder: string,
  wanted: { readonly seed?: string; readonly port: number; readonly now: Seconds },
): Home {
  mkdirSync(folder, { recursive: true });
  const isNew = !existsSync(memoryFile(folder));
  if (isNew && existsSync(genesisFileIn(folder)))
    throw new NotARegion(`${folder} holds the node of another network`, `${folder} 中是另一网络的节点`);
  const memory = isNew ? newMemory(wanted.seed ?? SEED, wanted.now) : readMemory(folder);
  if (memory.nodes !== undefined)
    throw new NotARegion(
      `${folder} holds a region of ${memory.nodes} nodes, which \`region up\` starts`,
      `${folder} 中是 ${memory.nodes} 个节点的区域，请用 \`region up\` 启动`,
    );
  if (wanted.seed !== undefined && wanted.seed !== memory.seed)
    throw new NotARegion(
      `${folder} holds the region of the seed ${memory.seed}`,
      `${folder} 中是种子为 ${memory.seed} 的区域`,
    );
  const region = generateRegion(memory.seed, { day: memory.day, patients: memory.patients });
  const genesis = isNew ? newGenesis(region, wanted) : readGenesis(folder);
  const home: Home = {
    folder,
    region,
    schemes: schemesFrom(genesis.time),
    genesis,
    validatorSeeds: VALIDATORS.map((id) => ({ seed: validatorKeyOf(memory.seed, id).seed, power: POWER })),
    isNew,
    memory,
  };
  if (isNew) {
    write(genesisFileIn(folder), genesis);
    write(join(folder, "demonstration-keys.json"), keysOf(region));
    fillKeystore(folder, region);
    remember(home, {});
  }
  return home;
}

/** Keeps what changed. The file is replaced as a whole, so a killed process leaves the old one. */
export function remember(home: Pick<Home, "folder"> & { memory: Memory }, changes: Partial<Memory>): void {
  home.memory = { ...home.memory, ...changes };
  write(memoryFile(home.folder), home.memory);
}

export const newMemory = (seed: string, now: Seconds): Memory => ({
  notice: NOTICE,
  seed,
  day: dayOfTime(now),
  patients: 200,
  nextEncounter: 0,
  ordersTaken: 0,
});

function newGenesis(region: Region, { port, now }: { readonly port: number; readonly now: Seconds }): GenesisDocument {
  const time = asSeconds(now - 60);
  return {
    network: "jianglan-demo" as NetworkId,
    time,
    relyingParty: { id: "localhost", origins: [`http://localhost:${port}`] },
    validators: VALIDATORS.map((organisation) => ({
      organisation,
      publicKey: validatorKeyOf(region.seed, organisation).publicKey,
      power: POWER,
    })),
    commands: genesisCommandsOf(region, schemesFrom(time)),
  };
}

/** Everybody's keys, in the open: whoever tries the region signs as anybody. */
export function keysOf({ seed, organisations, staff, patients }: Region) {
  const keyOf = (id: string) => toHex(demonstrationKeySeed(seed, id));
  return {
    notice: NOTICE,
    organisations: organisations.map(({ id, kind, name }) => ({ id, kind, name, ed25519Seed: keyOf(id) })),
    staff: staff.map(({ id, organisation, role }) => ({ id, organisation, role, ed25519Seed: keyOf(id) })),
    patients: patients.map(({ id }) => ({ id, ed25519Seed: keyOf(id) })),
  };
}

export function readMemory(folder: string): Memory {
  const memory = read(memoryFile(folder));
  if (!fits(memoryShape, memory)) throw damaged(memoryFile(folder));
  return memory;
}

export function readGenesis(folder: string): GenesisDocument {
  const genesis = read(genesisFileIn(folder));
  if (!fits(genesisShape, genesis)) throw damaged(genesisFileIn(folder));
  return genesis;
}

/** Keys of members and staff where the command line looks for them, by id: `--as health-commission`. */
function fillKeystore(folder: string, { seed, organisations, staff }: Region): void {
  const keystore = new Keystore(folder);
  for (const { id } of [...organisations, ...staff])
    keystore.add(id, undefined, new Secret(demonstrationKeySeed(seed, id)));
}

const damaged = (file: string): NotARegion => new NotARegion(`${file} is damaged`, `${file} 已损坏`);

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

export function write(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}
