import { lstatSync, mkdirSync, type Stats } from "node:fs";
import { type Explanation, explain } from "@meridian/kernel/explanation";

/** Somebody else has, or may have, a hand in the folder of the socket: whoever listens there is the ledger to the engine. */
export class SocketFolderForeign extends Error {
  override readonly name = "SocketFolderForeign";
  readonly folder: string;
  readonly words: Explanation;

  constructor(folder: string) {
    super(`${folder} is not a folder of this user alone`);
    this.folder = folder;
    this.words = explain(
      [
        `The socket between node and engine would lie in ${folder}, which is there already and is not a folder of this user alone. Nothing was started.`,
        "Look whose it is and remove it. Or give the node a folder with a shorter path, where the socket lies in the folder itself.",
      ],
      [
        `节点与引擎之间的套接字应位于 ${folder},但该路径已存在,且不是仅属于本用户的目录。未启动任何程序。`,
        "请查明其归属并将其删除;或为节点改用路径较短的目录,套接字便位于该目录之内。",
      ],
    );
  }
}

/**
 * Makes a folder that only this user enters, in a place where everybody may make some. Its name can be foretold, so another
 * user may have made one before, or a link to somewhere. Throws `SocketFolderForeign` then.
 */
export function makeOwnFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  if (!isOwn(lstatSync(folder))) throw new SocketFolderForeign(folder);
}

/** Where there are no user ids, folders for temporary files are each user's own. */
function isOwn(stats: Stats): boolean {
  const user = process.getuid?.();
  if (!stats.isDirectory()) return false;
  return user === undefined || (stats.uid === user && (stats.mode & 0o777) === 0o700);
}
