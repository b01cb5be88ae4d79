import { DatabaseSync } from "node:sqlite";

/**
 * From now on files of this name have room for so many pages more than they have when they are opened: SQLite then says
 * what it says of a full disk, and no disk need be filled. Returns what takes the limit from files that are opened later.
 */
export function limitPages(name: string, more: number): () => void {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
    exec.call(this, sql);
    if (!/create table/i.test(sql) || !this.location()?.endsWith(name)) return;
    const pages = Number(this.prepare("PRAGMA page_count").get()?.["page_count"]);
    exec.call(this, `PRAGMA max_page_count = ${pages + more}`);
  };
  return () => {
    DatabaseSync.prototype.exec = exec;
  };
}
