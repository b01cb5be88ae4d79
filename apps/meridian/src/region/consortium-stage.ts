import { randomBytes } from "node:crypto";
import type { OrganisationId } from "@meridian/base/ids";
import { Client } from "@meridian/client/client";
import { HttpTransport } from "@meridian/http-fetch/http-transport";
import { HEALTH_COMMISSION } from "@meridian/region/generator/organisations";
import { InstitutionsTransport } from "@meridian/region/player/institutions";
import { Keyring } from "@meridian/region/player/keyring";
import { type Stage, stageOf } from "@meridian/region/player/stage";
import { pause, standingOf } from "./ask.ts";
import type { ConsortiumHome, NodePlace } from "./consortium-home.ts";
import { hostOf } from "./hosts.ts";
import { RemoteDocuments } from "./remote-documents.ts";
import { RemoteLedger } from "./remote-ledger.ts";

/** A node of the same machine answers at once or not at all. */
const ATTEMPTS = 2;
/** Seconds that an issue lives which is to expire: several blocks of several members come before its circulation. */
const SHORT_LIFE = 30;
/** A block tells when its predecessor was signed, and the network lets that be a few seconds ago. */
const BEHIND_SECONDS = 7;
const BEHIND_MILLISECONDS = 30;
const SEEN_MILLISECONDS = 30_000;

export type ConsortiumStage = { readonly stage: Stage; readonly transport: InstitutionsTransport };

/** The stage for players of whom each acts at the node of its own institution, over HTTP. */
export function consortiumStage(home: ConsortiumHome): ConsortiumStage {
  const { region, schemes, nodes } = home;
  const transports = nodes.map(
    ({ organisation, url }) => [organisation, new HttpTransport({ url, attempts: ATTEMPTS })] as const,
  );
  const transport = new InstitutionsTransport(new Map(transports), submittingNodes(home));
  const client = new Client(transport, (length) => new Uint8Array(randomBytes(length)));
  const placeOf = (organisation: OrganisationId): NodePlace => {
    const host = hostOf(region, nodes, organisation);
    const place = nodes.find((node) => node.organisation === host);
    if (place === undefined) throw new Error(`${host} runs no node`);
    return place;
  };
  const commissionFirst = [...nodes].sort(
    (a, b) => Number(b.organisation === HEALTH_COMMISSION) - Number(a.organisation === HEALTH_COMMISSION),
  );
  const ledger = new RemoteLedger(
    region.seed,
    () => commissionFirst,
    () => transport.height,
  );
  const documents = new RemoteDocuments({
    seed: region.seed,
    urlOf: (custodian) => placeOf(custodian).url,
    seenBy: (custodian) => seen(placeOf(custodian), () => transport.height),
  });
  return {
    stage: stageOf(region, schemes, { client, ledger, documents, shortLife: SHORT_LIFE, behind: BEHIND_SECONDS }),
    transport,
  };
}

/** Which node takes what a key signed first: that of its organisation, or of the organisation whose staff it is. */
function submittingNodes({ region, nodes }: ConsortiumHome): (publicKey: string) => string | undefined {
  const keys = new Keyring(region.seed);
  const hosts = new Map<string, string>();
  for (const { id } of region.organisations) hosts.set(keys.signerOf(id).publicKey, hostOf(region, nodes, id));
  for (const { id, organisation } of region.staff)
    hosts.set(keys.signerOf(id).publicKey, hostOf(region, nodes, organisation));
  return (publicKey) => hosts.get(publicKey);
}

async function seen(place: NodePlace, height: () => number): Promise<void> {
  const wanted = height();
  const until = performance.now() + SEEN_MILLISECONDS;
  while (((await standingOf(place))?.height ?? -1) < wanted && performance.now() < until)
    await pause(BEHIND_MILLISECONDS);
}
