import { ok as holds, deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { lacking, overflowOf, type Served, servedRegion, violationsOn, watchErrors } from "./served.ts";

type Reader = { readonly name: string; readonly holder: (served: Served) => Promise<string>; readonly paths: Paths };
type Paths = (ids: Ids) => readonly string[];
/** What the region has, for addresses with an id. */
type Ids = {
  readonly prescription: string;
  readonly patient: string;
  readonly settlement: string;
  readonly pathway: string;
  readonly transaction: string;
};

const staff = (organisation: string, role: string) => (served: Served) => served.staffOf(organisation, role);
const OPEN: Paths = ({ transaction }) => [
  "/",
  "/tour",
  "/signin",
  "/v",
  "/n",
  "/n/blocks",
  "/n/block/5",
  `/n/tx/${transaction}`,
  "/n/search?q=hospital",
  "/n/validators",
  "/n/governance",
  "/n/metrics",
  "/n/organisation/hospital-central",
  "/admin/hospital-central",
];
const READERS: readonly Reader[] = [
  {
    name: "a patient",
    holder: async (served) => (await idsOf(served)).patient,
    paths: () => ["/p", "/p/rx", "/p/documents", "/p/access", "/p/keys"],
  },
  {
    name: "a doctor",
    holder: staff("hospital-central", "physician"),
    paths: ({ patient }) => ["/d", `/d/pt/${patient}`, `/d/rx/new?patient=${patient}`],
  },
  {
    name: "a reviewing pharmacist",
    holder: staff("hospital-central", "pharmacist"),
    paths: () => ["/ph"],
  },
  {
    name: "a pharmacist",
    holder: staff("pharmacy-lotus", "pharmacist"),
    paths: () => ["/ph/counter", "/ph/deliveries"],
  },
  {
    name: "an insurer's officer",
    holder: staff("insurance-authority", "officer"),
    paths: ({ settlement }) => ["/i", `/i/st/${settlement}`],
  },
  {
    name: "an authority's officer",
    holder: staff("health-commission", "officer"),
    paths: ({ prescription, pathway }) => [
      "/r",
      "/r/rx",
      `/r/rx/${prescription}`,
      "/r/holds",
      "/r/pathways",
      `/r/pathways/${pathway}`,
      "/r/licences",
    ],
  },
];

/** Ids as an authority sees them, asked in a session of its own. */
async function idsOf(served: Served): Promise<Ids> {
  const holder = await served.staffOf("health-commission", "officer");
  const opened = await fetch(`${served.url}/v1/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ with: "keystore", holder }),
  });
  const { token } = (await opened.json()) as { readonly token: string };
  const rows = async (path: string): Promise<readonly { readonly [column: string]: string }[]> => {
    const answer = await fetch(`${served.url}/v1/views/${path}`, { headers: { authorization: `Session ${token}` } });
    return ((await answer.json()) as { rows: readonly { readonly [column: string]: string }[] }).rows;
  };
  const { patients } = (await (await fetch(`${served.url}/v1/desk/keys`)).json()) as {
    readonly patients: readonly { readonly holder: string }[];
  };
  const known = new Set(patients.map(({ holder: patient }) => patient));
  const prescriptions = await rows("prescriptions?limit=200&status=COMPLETED&status=FINALISED");
  const prescription = prescriptions.find(({ patient }) => known.has(patient ?? "")) ?? prescriptions[0];
  const [event] = await rows(`prescription_events?limit=1&prescription=${prescription?.["id"]}`);
  return {
    prescription: prescription?.["id"] ?? "",
    patient: prescription?.["patient"] ?? "",
    settlement: (await rows("settlements?limit=1"))[0]?.["id"] ?? "",
    pathway: (await rows("pathways?limit=1"))[0]?.["hash"] ?? "",
    transaction: event?.["transaction"] ?? "",
  };
}

const WAYS = [
  { lang: "zh", size: "desk" },
  { lang: "en", size: "phone" },
  { lang: "zh", size: "phone" },
  { lang: "en", size: "desk" },
] as const;

describe("every page", { skip: lacking() }, () => {
  let served: Served;
  let ids: Ids;
  before(async () => {
    served = await servedRegion({ prescriptions: 30 });
    ids = await idsOf(served);
  });
  after(() => served.close());

  for (const way of WAYS)
    for (const reader of [undefined, ...READERS])
      it(`is whole for ${reader?.name ?? "anybody"}, in ${way.lang}, ${way.size}`, async () => {
        const paths = (reader?.paths ?? OPEN)(ids);
        holds(paths.every((path) => !path.endsWith("/")) || reader === undefined, "the region has what pages show");
        const context = await served.newContext(way);
        try {
          await looked(context, paths, reader && (await reader.holder(served)));
        } finally {
          await context.close();
        }
      });

  it("asks whoever is not signed in to sign in, and leads back to where they were", async () => {
    const context = await served.newContext({ lang: "en" });
    const page = await context.newPage();
    for (const path of ["/p?from=letter", "/d?from=letter", "/i?from=letter", "/ph?from=letter"]) {
      await page.goto(path);
      const link = page.locator("main").getByRole("link", { name: "Sign in", exact: true });
      same(await link.getAttribute("href"), `/signin?next=${encodeURIComponent(path)}`);
    }
    await context.close();
  });

  async function looked(context: BrowserContext, paths: readonly string[], holder: string | undefined) {
    const [first = "/"] = paths;
    const page = holder === undefined ? await context.newPage() : await served.pageAs(context, holder, first);
    const errors = watchErrors(page);
    const faults: string[] = [];
    for (const path of paths) faults.push(...(await faultsAt(page, path)));
    same([...faults, ...errors], []);
  }
});

async function faultsAt(page: Page, path: string): Promise<readonly string[]> {
  await page.goto(path);
  await page.locator("main h1").first().waitFor();
  await page.waitForLoadState("load");
  // Lists arrive after the frame; what is still loading has nothing to check.
  await page
    .locator("[role=status] .animate-pulse")
    .first()
    .waitFor({ state: "detached", timeout: 5_000 })
    .catch(() => undefined);
  const wide = await overflowOf(page);
  const heads = await page.locator("main h1").count();
  return [
    ...(wide > 0 ? [`${path} is ${wide} pixels too wide`] : []),
    ...(heads === 1 ? [] : [`${path} has ${heads} first headings`]),
    ...(await violationsOn(page)).map((fault) => `${path}: ${fault}`),
  ];
}
