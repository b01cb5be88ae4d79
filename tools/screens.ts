// Takes the pictures of docs/screens: the main page of each role, in both languages, against a region of its own.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Served, servedRegion } from "../tests/web/served.ts";

const FOLDER = join(import.meta.dirname, "../docs/screens");
const SETTLE_MILLISECONDS = 1_500;

type Screen = {
  readonly name: string;
  readonly says: string;
  readonly path: string;
  readonly size?: "phone";
  /** Whose page it is: at which organisation in which role; `patient` for an invented patient. */
  readonly as?: readonly [organisation: string, role: string] | "patient";
};

const SCREENS: readonly Screen[] = [
  { name: "landing", says: "Landing page", path: "/" },
  { name: "tour", says: "The two-minute tour", path: "/tour" },
  { name: "sign-in", says: "Signing in", path: "/signin" },
  { name: "patient", says: "A patient", path: "/p", size: "phone", as: "patient" },
  { name: "patient-access", says: "Who saw a patient's content", path: "/p/access", size: "phone", as: "patient" },
  { name: "doctor", says: "A doctor's worklist", path: "/d", as: ["hospital-central", "physician"] },
  { name: "pharmacist", says: "A pharmacist's review queue", path: "/ph", as: ["hospital-central", "pharmacist"] },
  { name: "counter", says: "The counter of a pharmacy", path: "/ph/counter", as: ["pharmacy-lotus", "pharmacist"] },
  { name: "insurer", says: "An insurer's claims", path: "/i", as: ["insurance-authority", "officer"] },
  { name: "authority", says: "An authority's region", path: "/r", as: ["health-commission", "officer"] },
  { name: "pathways", says: "Pathways in force", path: "/r/pathways", as: ["health-commission", "officer"] },
  { name: "verifier", says: "Checking evidence", path: "/v" },
  { name: "operator", says: "The ledger, for operators", path: "/n" },
  { name: "validators", says: "Validators", path: "/n/validators" },
  { name: "institution", says: "An institution's administration", path: "/admin/hospital-central" },
];

async function holderOf(served: Served, as: NonNullable<Screen["as"]>): Promise<string> {
  if (as !== "patient") return served.staffOf(...as);
  const { patients } = (await (await fetch(`${served.url}/v1/desk/keys`)).json()) as {
    readonly patients: readonly { readonly holder: string }[];
  };
  return patients[0]?.holder ?? "";
}

async function take(served: Served, lang: "zh" | "en", { name, path, size = undefined, as }: Screen): Promise<void> {
  const context = await served.newContext({ lang, ...(size && { size }) });
  try {
    const page =
      as === undefined ? await context.newPage() : await served.pageAs(context, await holderOf(served, as), path);
    if (as === undefined) await page.goto(path);
    await page.locator("main h1").first().waitFor({ state: "attached" });
    await page.waitForTimeout(SETTLE_MILLISECONDS);
    await page.screenshot({ path: join(FOLDER, `${name}-${lang}.png`) });
    process.stderr.write(`${name}-${lang}.png\n`);
  } finally {
    await context.close();
  }
}

mkdirSync(FOLDER, { recursive: true });
const served = await servedRegion({ prescriptions: 60 });
try {
  for (const lang of ["zh", "en"] as const) for (const screen of SCREENS) await take(served, lang, screen);
} finally {
  await served.close();
}
const rows = SCREENS.map(
  ({ name, says }) =>
    `| ${says} | [![${says}, in Chinese](${name}-zh.png)](${name}-zh.png) | [![${says}, in English](${name}-en.png)](${name}-en.png) |`,
);
writeFileSync(
  join(FOLDER, "README.md"),
  [
    "# Screens",
    "",
    "Taken by `npm run screens` from the demonstration region.",
    "",
    "| | 中文 | English |",
    "| --- | --- | --- |",
    ...rows,
    "",
  ].join("\n"),
);
