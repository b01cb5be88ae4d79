import { textOf } from "@meridian/base/bytes";
import type { KeyId, OrganisationId, PersonId } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import type { Holder } from "@meridian/kernel/context";
import { recordKeyOf } from "@meridian/kernel/roots";
import type { StaffRole } from "@meridian/kernel/vocabulary";
import { contract as keys } from "@meridian/key/contract";
import { contract as organisations } from "@meridian/organisation/contract";
import { PARTICIPATION } from "@meridian/organisation/participation";
import { contract as persons } from "@meridian/person/contract";
import type { MeridianNode } from "../node/node.ts";

type OrganisationKind = keyof typeof PARTICIPATION;

/** An active organisation in whose house somebody acts; the organisation itself has no roles. */
export type Workplace = {
  readonly id: OrganisationId;
  readonly kind: OrganisationKind;
  readonly roles: readonly StaffRole[];
};

/** A key as the committed state has it: whose it is and what that holder may read as. */
export type Registered =
  | { readonly status: "none" }
  | { readonly status: "revoked" }
  | { readonly status: "suspended" }
  | {
      readonly status: "live";
      readonly holder: Exclude<Holder, { readonly type: "none" }>;
      /** The holder and, of a person, the active organisations where they work. */
      readonly ids: readonly string[];
      /** Of a person, the active organisations where they work; else the organisation itself. */
      readonly organisations: readonly Workplace[];
      /** The supervising authority in whose name all rows may be read. */
      readonly authority?: OrganisationId;
    };

/** Registered keys that are remembered until a registry changes. */
const REMEMBERED_MAX = 10_000;
const REGISTRIES: ReadonlySet<string> = new Set([keys.domain, organisations.domain, persons.domain]);

/** Reads the committed registries of a node: keys, organisations, persons. */
export class Registry {
  readonly #node: MeridianNode;
  readonly #known = new Map<KeyId, Registered>();
  readonly #unsubscribe: () => void;
  #changes = 0;

  constructor(node: MeridianNode) {
    this.#node = node;
    this.#unsubscribe = node.onBlock((block) => {
      if (!block.isAbout(REGISTRIES)) return;
      this.#changes++;
      this.#known.clear();
    });
  }

  /** How many blocks changed a registry since this began: an answer read before one says nothing after it. */
  get changes(): number {
    return this.#changes;
  }

  async of(key: KeyId): Promise<Registered> {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const { changes } = this;
    const registered = await this.#resolve(key);
    // A stranger can make any number of keys, so only those that somebody registered are remembered.
    if (changes === this.#changes && registered.status !== "none") {
      if (this.#known.size >= REMEMBERED_MAX) this.#known.clear();
      this.#known.set(key, registered);
    }
    return registered;
  }

  /** The committed state of a record. */
  async read<S>(contract: { readonly domain: string; readonly initial: S }, id: string): Promise<S> {
    const { value } = await this.#node.engine.proveRecord(recordKeyOf(contract.domain, id));
    return value === null ? contract.initial : (parseJson(textOf(value) ?? "") as S);
  }

  close(): void {
    this.#unsubscribe();
  }

  async #resolve(key: KeyId): Promise<Registered> {
    const state = await this.read(keys, key);
    if (state.status !== "live") return { status: state.status };
    const { holder } = state;
    if (holder.type === "person") return this.#person(holder.person);
    const kind = await this.#activeKind(holder.organisation);
    if (kind === undefined) return { status: "suspended" };
    const { organisation } = holder;
    const organisations = [{ id: organisation, kind, roles: [] }];
    const authority = supervises(kind) && { authority: organisation };
    return { status: "live", holder, ids: [organisation], organisations, ...authority };
  }

  async #person(person: PersonId): Promise<Registered> {
    const state = await this.read(persons, person);
    const affiliations = state.status === "none" ? [] : state.affiliations;
    const places: Workplace[] = [];
    let authority: OrganisationId | undefined;
    for (const { organisation, roles } of affiliations) {
      const kind = await this.#activeKind(organisation);
      if (kind === undefined) continue;
      places.push({ id: organisation, kind, roles });
      if (supervises(kind) && roles.includes("officer")) authority ??= organisation;
    }
    const ids = [person, ...places.map(({ id }) => id)];
    const holder = { type: "person", person } as const;
    return { status: "live", holder, ids, organisations: places, ...(authority && { authority }) };
  }

  async #activeKind(id: OrganisationId): Promise<OrganisationKind | undefined> {
    const state = await this.read(organisations, id);
    return state.status === "active" ? state.kind : undefined;
  }
}

const supervises = (kind: OrganisationKind): boolean => PARTICIPATION[kind].supervises.length > 0;
/** Kinds that hold and look in the name of the law: those that supervise, and courts and arbitration. */
export const isAuthorityKind = (kind: OrganisationKind): boolean => supervises(kind) || PARTICIPATION[kind].adjudicates;
