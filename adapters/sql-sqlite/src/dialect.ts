import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { type Dialect, SqliteDialect } from "kysely";

/** Prepared statements of queries that are kept for the next one of the same text. */
const STATEMENTS_KEPT = 128;

/**
 * Kysely's SQLite dialect over Node's own SQLite. Kysely speaks to better-sqlite3, which wants a compiler on every
 * machine; what it uses of it is this little. The connection stays the caller's: nothing here closes it.
 */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.delete(sql);
    statements.set(sql, statement);
    const [oldest] = statements.keys();
    if (statements.size > STATEMENTS_KEPT && oldest !== undefined) statements.delete(oldest);
    return statement;
  };
  return new SqliteDialect({
    database: {
      close: () => undefined,
      prepare: (sql) => {
        const statement = prepare(sql);
        return {
          reader: statement.columns().length > 0,
          all: (parameters) => statement.all(...(parameters as readonly SQLInputValue[])),
          run: (parameters) => statement.run(...(parameters as readonly SQLInputValue[])),
          iterate: (parameters) => statement.iterate(...(parameters as readonly SQLInputValue[])),
        };
      },
    },
  });
}
