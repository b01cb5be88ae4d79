// Closes a test run with one line that says how many facts held, and names every one that did not with its error.
export default async function* summary(source) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for await (const { type, data } of source) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") continue;
    if (data.skip !== undefined) {
      skipped++;
      yield `\nskipped: ${data.name} (${data.skip === true ? "no reason given" : data.skip})`;
    } else if (type === "test:pass") passed++;
    else {
      failed++;
      const cause = data.details?.error?.cause ?? data.details?.error;
      yield `\nFAILED: ${data.name} (${data.file}:${data.line})\n${cause?.stack ?? cause}\n`;
    }
  }
  yield `\n${passed} passed, ${failed} failed, ${skipped} skipped\n`;
}
