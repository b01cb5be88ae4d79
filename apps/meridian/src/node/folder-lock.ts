import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Raised when a node runs on the folder already; the message is the folder. */
class FolderInUse extends Error {
  override readonly name = "FolderInUse";
}

const SQLITE_BUSY = 5;

/**
 * Keeps other nodes from a folder: two that order on one ledger would sign two blocks of one height. The lock is one of
 * SQLite's on an empty file, so it ends with the process, however that ends. Returns what ends it before.
 */
export function lockFolder(folder: string): () => void {
  const database = new DatabaseSync(join(folder, "node.lock"));
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    throw (error as { readonly errcode?: number }).errcode === SQLITE_BUSY ? new FolderInUse(folder) : error;
  }
  return () => database.close();
}
