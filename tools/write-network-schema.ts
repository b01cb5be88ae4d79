import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { networkFileSchema } from "../apps/meridian/src/consortium/network-file.ts";

/** Writes docs/reference/network-file.schema.json from the shape that `meridian network init` reads by. */
const file = join(dirname(import.meta.dirname), "docs/reference/network-file.schema.json");
writeFileSync(file, `${JSON.stringify(networkFileSchema(), undefined, 2)}\n`);
