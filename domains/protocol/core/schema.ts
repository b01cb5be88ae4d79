import type { Height, Seconds } from "@meridian/base/ids";
import { integer, literal, object, optional, type TypeOf, text, union } from "@meridian/base/shape";

/** Id of the one record of this domain. */
export const PLAN = "plan";
/** Heights between the vote that schedules a release and the release: the least time in which every operator installs it. */
export const NOTICE_HEIGHTS_MIN = 100;
/** Enough for ten a year over a century; keeps the record small. */
const RELEASES_MAX = 1_000;

const domain = literal("protocol");
/** The rules a network begins with are release 1. */
const release = integer({ min: 2, max: RELEASES_MAX });

export const commandShape = union("type", {
  schedule: object({
    domain,
    type: literal("schedule"),
    release,
    /** The first height that executes by it. */
    height: integer<Height>({ min: 1 as Height, max: Number.MAX_SAFE_INTEGER }),
    /** What operators install to have it: a name with its version, as members agreed on it. ASCII. */
    software: optional(text({ max: 200, pattern: /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/ })),
  }),
  cancel: object({ domain, type: literal("cancel"), release }),
});
export type Command = TypeOf<typeof commandShape>;
export type CommandOf<Type extends Command["type"]> = Extract<Command, { readonly type: Type }>;

export type Scheduled = {
  readonly release: number;
  readonly height: Height;
  /** Block in which the members decided it. */
  readonly scheduledIn: Height;
  readonly scheduledAt: Seconds;
  readonly software?: string;
};

export type Event =
  | ({ readonly type: "scheduled" } & Scheduled)
  | { readonly type: "cancelled"; readonly release: number; readonly height: Height; readonly cancelledAt: Seconds };

export type Rejection =
  | { readonly code: "only-by-governance" }
  | { readonly code: "not-the-next-release"; readonly next: number }
  | { readonly code: "height-too-soon"; readonly earliest: Height }
  | { readonly code: "already-scheduled"; readonly release: number; readonly height: Height }
  | { readonly code: "already-active"; readonly release: number; readonly height: Height }
  | { readonly code: "not-scheduled" };
