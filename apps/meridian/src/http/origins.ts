import type { HttpOptions } from "./gateway.ts";

/**
 * The origin that an address stands for, as a browser writes it (HTML Standard, section 7.1.1); undefined where the text is
 * none, or is more than an origin.
 */
export function originOf(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  return url.href === `${url.origin}/` ? url.origin : undefined;
}

type OriginOptions = Pick<HttpOptions, "origins" | "host" | "desk"> & {
  readonly node: {
    readonly members: unknown;
    readonly genesis: { readonly relyingParty: { readonly origins: readonly string[] } };
  };
};

/**
 * Origins of the pages from which people open sessions at this node. Whoever runs another node of the network has pages
 * too, and what is signed there must open nothing here: so those that the genesis document names for all count only where
 * one node orders alone, and is thus the only one.
 */
export function ownOriginsOf({ origins, host = "127.0.0.1", desk, node }: OriginOptions, port: number) {
  const served = ["localhost", "127.0.0.1", host.includes(":") ? `[${host}]` : host];
  const here = served.flatMap((name) => originOf(`http://${name}:${port}`) ?? []);
  const own = origins ?? [...here, ...(node.members === undefined ? node.genesis.relyingParty.origins : [])];
  // A demonstration's page reaches each node through the one that serves it, so all trust each other's.
  const beside = [...(desk?.demonstration?.neighbours.values() ?? [])].flatMap((url) =>
    [url, url.replace("127.0.0.1", "localhost")].flatMap((each) => originOf(each) ?? []),
  );
  return [...new Set([...own, ...beside])];
}
