import { invariant } from "@meridian/base/invariant";
import type { Table, View } from "@meridian/kernel/view";

export type CataloguedTable = {
  readonly table: Table;
  readonly domain: string;
  /** Columns with the ids of those who may read a row; none: everybody may. */
  readonly audience: readonly string[];
};

/** All tables of all views by name. */
export type Catalogue = ReadonlyMap<string, CataloguedTable>;

/** Names need no escaping between the quotes of any SQL database; a leading underscore is kept for the stores' own tables. */
const NAME = /^[a-z][a-zA-Z0-9_-]{0,62}$/;

/**
 * Lays the tables of views together and refuses views that no store could keep. A table that does not say who its
 * audience is would be open to everybody by an oversight, so that is refused too.
 */
export function catalogueOf(views: readonly View[]): Catalogue {
  const catalogue = new Map<string, CataloguedTable>();
  const domains = new Set<string>();
  for (const { domain, tables, audience } of views) {
    invariant(!domains.has(domain), `one view of ${domain}`);
    domains.add(domain);
    for (const name of Object.keys(audience))
      invariant(
        tables.some((table) => table.name === name),
        `${domain} gives an audience to a table of its own, not to ${name}`,
      );
    for (const table of tables) {
      invariant(!catalogue.has(table.name), `one table is called ${table.name}`);
      checkTable(table);
      const readers = Object.hasOwn(audience, table.name) ? audience[table.name] : undefined;
      invariant(readers !== undefined, `table ${table.name} says who its audience is`);
      for (const column of readers) {
        const type = table.columns[column];
        invariant(type === "text" || type === "json", `${table.name}.${column} holds ids of its audience`);
      }
      catalogue.set(table.name, { table, domain, audience: readers });
    }
  }
  return catalogue;
}

function checkTable(table: Table): void {
  invariant(NAME.test(table.name), `${table.name} is the name of a table`);
  for (const column of Object.keys(table.columns)) invariant(NAME.test(column), `${column} is the name of a column`);
  invariant(table.primaryKey.length > 0, `table ${table.name} has a primary key`);
  for (const columns of [table.primaryKey, ...table.indexes])
    for (const column of columns) {
      const type = table.columns[column];
      invariant(type === "text" || type === "integer", `${table.name}.${column} is a column that can be indexed`);
    }
}
