import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { explainedIn, PAGE, pageOf, unexplainedIn } from "./rejections-page.ts";

/** Writes docs/reference/rejections.md from the explanations beside each contract. */
const root = dirname(import.meta.dirname);
const explained = await explainedIn(root);
writeFileSync(join(root, PAGE), pageOf(explained));
const missing = unexplainedIn(root);
process.stdout.write(`${PAGE}: ${explained.map(({ domain }) => domain).join(", ")}\n`);
if (missing.length > 0) process.stdout.write(`no rejections.ts in: ${missing.join(", ")}\n`);
