/** SQLite's result codes (sqlite.org, "Result and Error Codes"): no room in a file, no room for the index of its log. */
const FULL: ReadonlySet<unknown> = new Set([13, 4_874]);

/**
 * There is no room for what was to be written to a file; nothing of it was. Stops the node: to go on would be to promise
 * what nobody keeps.
 */
export class DiskFull extends Error {
  override readonly name = "DiskFull";
  readonly file: string;

  constructor(file: string) {
    super(`no room for ${file}`);
    this.file = file;
  }
}

/** Does what writes to a file; that the disk is full it says as `DiskFull`. */
export function writing<T>(file: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw FULL.has((error as { readonly errcode?: number }).errcode) ? new DiskFull(file) : error;
  }
}
