import type { Provable } from "@meridian/client/desk";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useDesk } from "@meridian/ui/desk/context";
import { download, ProofReport } from "@meridian/ui/desk/proof";
import { Reading } from "@meridian/ui/desk/rows";
import { useWords } from "@meridian/ui/language";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { words } from "./words.ts";

/** An evidence file; what is not provable yet, since the next block has to come, is asked for again. */
export function useEvidence(of: Provable, who: string | undefined): UseQueryResult<string, Error> {
  const { node } = useDesk();
  return useQuery({
    queryKey: ["ask", who, "evidence", of],
    queryFn: () => node.evidence(of),
    retry: 1,
  });
}

/** The evidence checked on this device, each step in words, on the page itself. */
export function InlineProof({
  evidence,
  name,
  label,
}: {
  readonly evidence: string;
  readonly name: string;
  readonly label: string;
}) {
  const say = useWords(words);
  const { verify } = useDesk();
  const report = useQuery({
    queryKey: ["verified", evidence],
    queryFn: () => verify(evidence),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Card title={say.proof}>
      <p className="mb-3 text-ink-2">{say.proofLead}</p>
      <Reading of={report} lines={6}>
        {(checked) => <ProofReport report={checked} />}
      </Reading>
      <Button
        className="mt-4"
        size="small"
        icon={<Download size={16} aria-hidden />}
        onClick={() => download(`${name}.json`, evidence)}
        data-screen-only
      >
        {label}
      </Button>
    </Card>
  );
}
