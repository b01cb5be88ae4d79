import type { Hash, Height, PathwayId, Seconds } from "@meridian/base/ids";
import { asHeight } from "@meridian/base/ids";
import { hash, id, integer, literal, object, type TypeOf, union } from "@meridian/base/shape";
import { documentShape, type PathwayDocument } from "./document.ts";
import type { LintFault } from "./lint.ts";

const domain = literal("pathway");
const height = integer<Height>({ min: asHeight(1), max: Number.MAX_SAFE_INTEGER });

export const commandShapes = {
  /** A new version of a pathway, by its whole document. It is not in force yet. */
  register: object({ domain, type: literal("register"), pathway: documentShape }),
  /** In force from a height on; the version before it is superseded at the same height. */
  activate: object({ domain, type: literal("activate"), hash: hash<Hash>(), height }),
  /** No new prescription may pin it from now on. */
  retire: object({ domain, type: literal("retire"), hash: hash<Hash>() }),
  /** Reaction to `activated`: keeps, under the pathway's id, which version is the latest. */
  lead: object({ domain, type: literal("lead"), id: id<PathwayId>(), hash: hash<Hash>(), height }),
  /** Reaction to `activated` with `supersedes`: the version before it ends. */
  supersede: object({ domain, type: literal("supersede"), hash: hash<Hash>(), by: hash<Hash>(), height }),
};
export const commandShape = union("type", commandShapes);
export type Command = TypeOf<typeof commandShape>;
export type CommandType = Command["type"];
export type CommandOf<T extends CommandType> = Extract<Command, { readonly type: T }>;

export type Event =
  | {
      readonly type: "registered";
      readonly hash: Hash;
      readonly pathway: PathwayDocument;
      readonly registeredAt: Seconds;
    }
  | {
      readonly type: "activated";
      readonly hash: Hash;
      readonly id: PathwayId;
      /** When the change takes place. */
      readonly height: Height;
      /** Since when this version holds: earlier than `height` when it holds already and its end is taken back. */
      readonly activeFrom: Height;
      readonly supersedes: Hash | null;
    }
  | { readonly type: "retired"; readonly hash: Hash; readonly retiredFrom: Height }
  | { readonly type: "led"; readonly id: PathwayId; readonly hash: Hash; readonly height: Height }
  | { readonly type: "superseded"; readonly hash: Hash; readonly by: Hash; readonly activeUntil: Height };

export type Rejection =
  | { readonly code: "only-by-governance" }
  | { readonly code: "only-by-reaction" }
  | { readonly code: "lint"; readonly faults: readonly LintFault[] }
  | { readonly code: "already-registered" }
  | { readonly code: "unknown-pathway" }
  | { readonly code: "already-active" }
  | { readonly code: "retired" }
  | { readonly code: "height-past"; readonly height: Height };

export type Facts = {
  /** The version of this pathway that was activated last, whether or not its height has come. */
  latestVersion(id: PathwayId): Hash | undefined;
};
