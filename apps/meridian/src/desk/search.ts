import { recordKeyOf } from "@meridian/kernel/roots";
import type { Row } from "@meridian/kernel/view";
import { contracts } from "@meridian/network/domains";
import type { Reader } from "@meridian/projector/reading";
import type { MeridianNode } from "../node/node.ts";
import { directoryOf } from "./directory.ts";
import type { Name, Names } from "./names.ts";

const KINDS = {
  transaction: { zh: "交易", en: "Transaction" },
  block: { zh: "区块", en: "Block" },
  prescription: { zh: "处方", en: "Prescription" },
  organisation: { zh: "机构", en: "Institution" },
  practitioner: { zh: "执业人员", en: "Practitioner" },
  credential: { zh: "资质", en: "Credential" },
  unit: { zh: "药品单元", en: "Unit" },
  settlement: { zh: "结算", en: "Settlement" },
  record: { zh: "记录", en: "Record" },
} as const;
type Kind = keyof typeof KINDS;

export type Found = { readonly kind: Kind; readonly id: string; readonly label: Name; readonly path: string };

type Seen = (table: string, rows: readonly Row[]) => Promise<void>;

export const RESULTS_MAX = 20;
/** Fewer digits of a hash than this name too much. */
const PREFIX_MIN = 8;

/** Lists with ids that one looks for, and the column of the id. */
const LISTS: readonly (readonly [kind: Kind, table: string, column: string, domain: string])[] = [
  ["prescription", "prescriptions", "id", "prescription"],
  ["settlement", "settlements", "id", "settlement"],
  ["unit", "units", "code", "unit"],
  ["credential", "credentials", "credential", "credential"],
  ["practitioner", "practitioners", "person", "person"],
];

/** What a reader may know of, by height, id, the beginning of one, or a name in the directory. */
export class Search {
  readonly #node: MeridianNode;
  readonly #names: Names;

  constructor(node: MeridianNode, names: Names) {
    this.#node = node;
    this.#names = names;
  }

  /** `seen` is told the rows of others' lists that were read. */
  async find(asked: string, reader: Reader, isOpen: (domain: string) => boolean, seen: Seen) {
    const wanted = asked.trim();
    if (wanted === "") return [];
    const found = [
      ...this.#byHeight(wanted),
      ...this.#transactions(wanted.toLowerCase()),
      ...(await this.#listed(wanted, reader, seen)),
      ...(await this.#named(wanted)),
      ...(await this.#record(wanted, isOpen)),
    ];
    const once = new Map(found.map((each) => [each.path, each]));
    return [...once.values()].slice(0, RESULTS_MAX);
  }

  #byHeight(wanted: string): readonly Found[] {
    if (!/^[0-9]{1,15}$/.test(wanted) || Number(wanted) > this.#node.height) return [];
    const height = String(Number(wanted));
    return [{ kind: "block", id: height, label: labelOf("block", height), path: `/n/block/${height}` }];
  }

  #transactions(wanted: string): readonly Found[] {
    if (!/^[0-9a-f]{8,64}$/.test(wanted)) return [];
    return this.#node.history.startingWith(wanted, RESULTS_MAX).map((id) => ({
      kind: "transaction",
      id,
      label: labelOf("transaction", `${id.slice(0, 12)}…`),
      path: `/n/tx/${id}`,
    }));
  }

  /** A whole id, or the beginning of a long one. */
  async #listed(wanted: string, reader: Reader, seen: Seen): Promise<readonly Found[]> {
    const found: Found[] = [];
    for (const [kind, table, column, domain] of LISTS) {
      const digits = wanted.replace(/^[a-z]{1,2}-/, "").length;
      const query =
        digits >= PREFIX_MIN
          ? { range: { column, from: wanted, before: `${wanted}\u{10ffff}` }, limit: RESULTS_MAX }
          : { equals: { [column]: wanted }, limit: RESULTS_MAX };
      const page = await this.#node.reading.rowsFor(reader, table, query);
      if (!page.ok) continue;
      if (kind !== "credential" && kind !== "practitioner") await seen(table, page.value.rows);
      for (const row of page.value.rows) found.push(this.#foundOf(kind, domain, String(row[column])));
    }
    return found;
  }

  #foundOf(kind: Kind, domain: string, id: string): Found {
    const name = this.#names.people.get(id);
    const path = kind === "prescription" ? `/r/rx/${encodeURIComponent(id)}` : pathOf(domain, id);
    return { kind, id, label: name ?? labelOf(kind, id), path };
  }

  async #named(wanted: string): Promise<readonly Found[]> {
    const { organisations, staff } = await directoryOf(this.#node.reading, this.#names);
    const lower = wanted.toLowerCase();
    const isMeant = ({ id, zh, en }: { readonly id: string } & Name): boolean =>
      id === wanted || zh.includes(wanted) || (lower.length > 1 && en.toLowerCase().includes(lower));
    const members = organisations.filter(isMeant).map(
      ({ id, zh, en }): Found => ({
        kind: "organisation",
        id,
        label: { zh, en },
        path: `/n/organisation/${encodeURIComponent(id)}`,
      }),
    );
    return [...members, ...staff.filter(isMeant).map(({ id }) => this.#foundOf("practitioner", "person", id))];
  }

  /** `domain/id`, where the domain is open to everybody. */
  async #record(wanted: string, isOpen: (domain: string) => boolean): Promise<readonly Found[]> {
    const [, domain = "", id = ""] = /^([a-z]+)\/([A-Za-z0-9._:-]{1,128})$/.exec(wanted) ?? [];
    if (!contracts.has(domain) || !isOpen(domain)) return [];
    const { value } = await this.#node.engine.proveRecord(recordKeyOf(domain, id));
    if (value === null) return [];
    return [{ kind: "record", id, label: labelOf("record", wanted), path: pathOf(domain, id) }];
  }
}

const pathOf = (domain: string, id: string): string => `/n/record/${domain}/${encodeURIComponent(id)}`;

const labelOf = (kind: Kind, id: string): Name => ({ zh: `${KINDS[kind].zh} ${id}`, en: `${KINDS[kind].en} ${id}` });
