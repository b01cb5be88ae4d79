import type { Commitment, Fen, Hash, PersonId } from "@meridian/base/ids";
import { asFen } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { Secret } from "@meridian/base/secret";
import type { Client } from "@meridian/client/client";
import type { CommandOf, CommandType } from "@meridian/prescription/schema";
import { type Reviewer, reviewerOf } from "@meridian/review/evaluate";
import { demonstrationRules } from "@meridian/review/rules/demonstration";
import type { Scheme } from "@meridian/settlement/scheme";
import { hexOf } from "../generator/keys.ts";
import type { Region } from "../generator/region.ts";
import { Keyring } from "./keyring.ts";
import type { Order, OrderLine } from "./order.ts";
import type { Documents, Ledger } from "./ports.ts";
import { Script } from "./script.ts";
import { pathwayHashes, type Schemes } from "./setup.ts";

/** Personal accounts: a balance is the insurer's own and not on the ledger, so it lives as long as the stage. */
export class Accounts {
  readonly #seed: string;
  readonly #balances = new Map<PersonId, Fen>();

  constructor(regionSeed: string) {
    this.#seed = regionSeed;
  }

  /** Up to 800 yuan to begin with. */
  balanceOf(patient: PersonId): Fen {
    const first = Number.parseInt(hexOf("account", this.#seed, patient).slice(0, 6), 16) % 80_000;
    return this.#balances.get(patient) ?? asFen(first);
  }

  set(patient: PersonId, balance: Fen): void {
    this.#balances.set(patient, balance);
  }
}

/** Where plays take place: the region, its network and vaults. */
export type Stage = {
  readonly region: Region;
  readonly client: Client;
  readonly ledger: Ledger;
  readonly documents: Documents;
  readonly keys: Keyring;
  readonly reviewer: Reviewer;
  readonly accounts: Accounts;
  readonly pathways: ReadonlyMap<string, Hash>;
  readonly schemes: Schemes;
  /** Seconds that an issue lives when its story has it expire: enough to come into circulation first. */
  readonly shortLife: number;
  /** Seconds that block time may be behind the clock: a deadline is over for sure only so much later. */
  readonly behind: number;
};

/** Where one process orders. */
const SHORT_LIFE = 5;

export const stageOf = (
  region: Region,
  schemes: Schemes,
  ports: Pick<Stage, "client" | "ledger" | "documents"> & Partial<Pick<Stage, "shortLife" | "behind">>,
): Stage => ({
  shortLife: SHORT_LIFE,
  behind: 0,
  ...ports,
  region,
  schemes,
  keys: new Keyring(region.seed),
  reviewer: reviewerOf(demonstrationRules),
  accounts: new Accounts(region.seed),
  pathways: pathwayHashes,
});

/** Under 18 or from 60 on by the residents' scheme, else by the employees'. */
export const schemeFor = ({ schemes }: Stage, { years }: Order): Scheme =>
  years >= 18 && years < 60 ? schemes.employee : schemes.resident;

/** One prescription in play: what was ordered, and how it stands by what its players have done. */
export class Course {
  readonly stage: Stage;
  readonly order: Order;
  readonly script: Script;
  lines: readonly OrderLine[];
  version = 1;
  dispenser: Order["dispenser"];
  dispensers: Order["dispensers"];
  #content: Commitment | undefined;

  constructor(stage: Stage, order: Order) {
    this.stage = stage;
    this.order = order;
    this.script = new Script(stage.client, stage.keys);
    this.lines = order.lines;
    this.dispenser = order.dispenser;
    this.dispensers = order.dispensers;
  }

  /** Commitment to the version that is valid now. */
  get content(): Commitment {
    invariant(this.#content !== undefined, "what is in play was written");
    return this.#content;
  }
  set content(content: Commitment) {
    this.#content = content;
  }

  /** A command of the prescription's. */
  rx<T extends CommandType>(type: T, members: Omit<CommandOf<T>, "domain" | "type" | "id">): CommandOf<T> {
    return { domain: "prescription", type, id: this.order.prescription, ...members } as CommandOf<T>;
  }

  /** Seals a version of the order, to leave under this prescription. */
  sealOrder(bytes: Uint8Array): Promise<Commitment> {
    const { patient, organisation, prescription } = this.order;
    const contentOf = { organisation, prescriptions: [prescription] };
    const custodian = organisation;
    return this.stage.documents.put({ bytes: new Secret(bytes), patient, custodian, kind: "prescription", contentOf });
  }

  /** Seals what somebody at the custodian wrote about this patient, which leaves under no prescription. */
  seal(
    kind: string,
    bytes: Uint8Array,
    custodian: Order["organisation"] = this.order.organisation,
  ): Promise<Commitment> {
    const { patient } = this.order;
    return this.stage.documents.put({ bytes: new Secret(bytes), patient, custodian, kind });
  }
}
