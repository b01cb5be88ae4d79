import type { DeskInfo, Directory } from "@meridian/client/desk";
import { ActProvider } from "@meridian/ui/desk/act";
import { type Desk, DeskProvider } from "@meridian/ui/desk/context";
import { Loading, Offline } from "@meridian/ui/states";
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { LiveProvider } from "../frame/live.tsx";
import { addresses } from "./addresses.ts";
import { openDesk } from "./open-desk.ts";

const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 5_000, refetchOnWindowFocus: false, networkMode: "always" } },
});
const { node, sessions, root } = openDesk();

/** Opens the desk: what the node is and who is who, then everything else. */
export function DeskGate({ children }: { readonly children: ReactNode }) {
  return (
    <QueryClientProvider client={queries}>
      <Opened>{children}</Opened>
    </QueryClientProvider>
  );
}

function Opened({ children }: { readonly children: ReactNode }) {
  const opening = useQuery({
    queryKey: ["desk"],
    queryFn: async () => {
      const [info, directory] = await Promise.all([node.info(), node.directory()]);
      return { info, directory };
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: 0,
    refetchInterval: ({ state }) => (state.status === "error" ? 3_000 : false),
  });
  if (opening.data !== undefined) return <WithDesk {...opening.data}>{children}</WithDesk>;
  return (
    <div className="mx-auto max-w-md p-6">
      {opening.isError ? <Offline retry={() => void opening.refetch()} /> : <Loading />}
    </div>
  );
}

function WithDesk({
  info,
  directory,
  children,
}: {
  readonly info: DeskInfo;
  readonly directory: Directory;
  readonly children: ReactNode;
}) {
  const desk = useMemo(
    (): Desk => ({ node, sessions, info, directory, addresses, verify: (evidence) => root.verify(evidence) }),
    [info, directory],
  );
  return (
    <DeskProvider desk={desk}>
      <ActProvider>
        <LiveProvider>{children}</LiveProvider>
      </ActProvider>
    </DeskProvider>
  );
}
