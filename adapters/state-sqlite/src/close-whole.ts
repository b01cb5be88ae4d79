import type { DatabaseSync } from "node:sqlite";

/** How long somebody who reads at this moment is waited for. */
const READERS_MILLISECONDS = 1_000;

/**
 * Closes the one writer of a file and leaves the file whole by itself. SQLite moves its log into the file when the last
 * connection closes; that one may be a reader, which cannot.
 */
export function closeWhole(database: DatabaseSync): void {
  try {
    database.exec(`PRAGMA busy_timeout=${READERS_MILLISECONDS}; PRAGMA wal_checkpoint(TRUNCATE);`);
  } catch {
    // On a full disk, say. What stays in the log is whole with it, and is read at the next start.
  } finally {
    database.close();
  }
}
