import type { Session } from "@meridian/client/desk";

/** The page with which somebody begins, by what they do where. */
export function homeOf({ holder, organisations }: Pick<Session, "holder" | "organisations">): string {
  const [first] = organisations;
  if (first === undefined) return "/p";
  if (holder.type === "organisation") return `/admin/${first.id}`;
  const has = (role: string): boolean => organisations.some(({ roles }) => roles.includes(role));
  if (has("physician")) return "/d";
  if (has("pharmacist")) return "/ph";
  if (has("courier")) return "/ph/deliveries";
  if (has("registrar")) return `/admin/${first.id}`;
  if (first.kind === "court" || first.kind === "arbitration") return "/v";
  if (first.kind === "insurer") return "/i";
  if (has("officer")) return "/r";
  return first.kind === "pharmacy" ? "/ph" : `/admin/${first.id}`;
}
