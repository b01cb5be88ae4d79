import type { Command } from "@meridian/person/schema";

type Deed = Command extends infer C ? (C extends Command ? Omit<C, "domain"> : never) : never;

/** A command of this domain, checked by its own type where it is written down. */
export const deed = (command: Deed): Command => ({ domain: "person", ...command }) as Command;
