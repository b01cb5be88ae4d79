import { Region } from "./region.conformance.ts";
import { tell } from "./story.conformance.ts";

/** Tells the story in a process of its own; `determinism.test.ts` starts it under another clock and language. */
const region = new Region();
tell(region);
const offset = new Date(0).getTimezoneOffset();
const { locale } = new Intl.DateTimeFormat().resolvedOptions();
process.stdout.write(JSON.stringify({ offset, locale, told: region.roots() }));
