import type { Session } from "@meridian/client/desk";
import { PAYER_KINDS } from "@meridian/kernel/vocabulary";

type Who = Pick<Session, "holder" | "organisations">;

/** Areas of the app by their first page. */
export type AreaHome = "/p" | "/d" | "/ph" | "/ph/deliveries" | "/i" | "/r" | "/v" | `/admin/${string}`;

const COURTS: ReadonlySet<string> = new Set(["court", "arbitration"]);
const AUTHORITIES: ReadonlySet<string> = new Set([
  "health-commission",
  "insurance-authority",
  "drug-authority",
  "court",
]);

/** Where somebody has work to do, by what they do where; the first is where they begin. */
export function homesOf({ holder, organisations }: Who): readonly [AreaHome, ...AreaHome[]] {
  const [first] = organisations;
  if (first === undefined) return ["/p"];
  const own: AreaHome = `/admin/${first.id}`;
  if (holder.type === "organisation") return [own];
  const has = (role: string): boolean => organisations.some(({ roles }) => roles.includes(role));
  const isAt = (kinds: ReadonlySet<string>): boolean => organisations.some(({ kind }) => kinds.has(kind));
  const homes: AreaHome[] = [];
  if (has("physician")) homes.push("/d");
  if (has("pharmacist")) homes.push("/ph");
  if (has("courier")) homes.push("/ph/deliveries");
  if (has("clerk") && isAt(new Set(["pharmacy"]))) homes.push("/ph");
  if (isAt(COURTS)) homes.push("/v");
  if (has("officer") && isAt(AUTHORITIES)) homes.push("/r");
  if (isAt(new Set(PAYER_KINDS))) homes.push("/i");
  return [homes[0] ?? own, ...homes.slice(1), ...(homes.length > 0 ? [own] : [])];
}

/** The page with which somebody begins. */
export const homeOf = (who: Who): AreaHome => homesOf(who)[0];
