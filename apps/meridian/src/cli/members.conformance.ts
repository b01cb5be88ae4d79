import { strictEqual as is } from "node:assert";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { validatorKeyFile } from "@meridian/consensus-comet/engine/keys";
import type { GenesisDocument } from "@meridian/network/genesis";
import { Keystore } from "../keystore/keystore.ts";
import { type Ran, runs } from "./io.conformance.ts";
import { MembersChain } from "./members-chain.conformance.ts";

/** A network of four members without engines: the ledger's rules behind a port, and the folders of its members. */

export const MEMBERS = ["hospital", "health-commission", "insurance-authority", "court"];

/** The refusal of a run with `--json`, in a block or before. */
export const codeOf = ({ out, err }: Ran): string =>
  out === "" ? JSON.parse(err).error.code : JSON.parse(out).outcome.rejection.code;

export class Members {
  readonly chain: MembersChain;
  readonly #folder: string;
  readonly #close: () => Promise<void>;
  readonly #url: string;

  private constructor(folder: string, chain: MembersChain, url: string, close: () => Promise<void>) {
    this.chain = chain;
    this.#folder = folder;
    this.#url = url;
    this.#close = close;
  }

  static async found(port: number): Promise<Members> {
    const folder = mkdtempSync(join(tmpdir(), "meridian-seats-"));
    const at = (...names: readonly string[]): string => join(folder, ...names);
    for (const [i, id] of MEMBERS.entries()) is((await init(id, at(id), port + i)).exit, 0);
    const relyingParty = { id: "localhost", origins: ["http://localhost:8180"] };
    const cards = MEMBERS.map((id) => `${id}/card.json`);
    writeFileSync(at("network.json"), JSON.stringify({ network: "seats", relyingParty, cards }));
    is((await runs("network", "init", at("network.json"), "--out", at("made"))).exit, 0);
    const genesis = JSON.parse(readFileSync(at("made", "genesis.json"), "utf8")) as GenesisDocument;
    const chain = await MembersChain.of(genesis);
    const { url, close } = await served(chain);
    const members = new Members(folder, chain, url, close);
    for (const id of MEMBERS) await members.join(id);
    return members;
  }

  at(...names: readonly string[]): string {
    return join(this.#folder, ...names);
  }

  /** `network VERB` by the keys of a folder. */
  act(name: string, ...argv: readonly string[]): Promise<Ran> {
    return runs("network", ...argv, "--data", this.at(name), "--node", this.#url);
  }

  /** The same, which must go well, with `--json`; answers what it prints. */
  async done(name: string, ...argv: readonly string[]): Promise<{ readonly [name: string]: unknown }> {
    const { exit, out, err } = await this.act(name, ...argv, "--json");
    is(exit, 0, `${argv.join(" ")}\n${out}${err}`);
    return JSON.parse(out);
  }

  init(organisation: string, name: string, port: number): Promise<Ran> {
    return init(organisation, this.at(name), port);
  }

  async join(name: string): Promise<void> {
    const documents = ["--genesis", this.at("made", "genesis.json"), "--peers", this.at("made", "peers.json")];
    const { exit, err } = await runs("node", "join", ...documents, "--new-key", "--data", this.at(name));
    is(exit, 0, err);
  }

  /** A folder that has some of a member's keys, and nothing else. */
  restore(from: string, name: string, ...keys: readonly string[]): void {
    mkdirSync(this.at(name, "keys"), { recursive: true });
    for (const key of keys) cpSync(this.at(from, "keys", `${key}.json`), this.at(name, "keys", `${key}.json`));
  }

  keyOf(name: string, key: string): string {
    const shown = new Keystore(this.at(name)).show(key);
    return shown.ok ? shown.value.publicKey : shown.error.code;
  }

  /** The key that the folder's engine would sign with. */
  engineKey(name: string): string {
    const { pub_key } = JSON.parse(readFileSync(this.#engineFile(name, "config", "priv_validator_key.json"), "utf8"));
    return Buffer.from(pub_key.value, "base64").toString("hex");
  }

  /** As if nobody had given it another one since. */
  giveEngine(name: string, key: string): void {
    const seed = new Keystore(this.at(name)).open(key, undefined);
    is(seed.ok, true, key);
    if (seed.ok)
      writeFileSync(this.#engineFile(name, "config", "priv_validator_key.json"), validatorKeyFile(seed.value));
  }

  /** As if the folder's engine had signed up to a height. */
  hasSigned(name: string, height: number): void {
    const state = JSON.stringify({ height: String(height), round: 0, step: 3 });
    writeFileSync(this.#engineFile(name, "data", "priv_validator_state.json"), state);
  }

  #engineFile(name: string, ...names: readonly string[]): string {
    return this.at(name, "engine", ...names);
  }

  async row(table: string, organisation: string) {
    return (await this.chain.rows(table, { organisation }))[0];
  }

  async close(): Promise<void> {
    await this.#close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const init = (id: string, folder: string, port: number): Promise<Ran> =>
  runs("node", "init", "--organisation", id, "--kind", id, "--data", folder, "--p2p", `127.0.0.1:${port}`);

async function served(chain: MembersChain): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    const answered = await chain.answer(pathname, searchParams, Buffer.concat(chunks).toString());
    response.writeHead(answered === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answered ?? {}));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
