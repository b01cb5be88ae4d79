import { NodeRefusal } from "@meridian/client/desk";
import { Card, Facts, Stat } from "@meridian/ui/card";
import { Reading } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Notice } from "@meridian/ui/states";
import { numberText, timeText } from "@meridian/ui/text/format";
import { useQuery } from "@tanstack/react-query";
import { Gauge } from "lucide-react";
import { words as numbers } from "./metrics-words.ts";
import { OperatorPage } from "./page.tsx";
import { type Sample, samplesIn, sumOf } from "./prometheus.ts";
import { words } from "./words.ts";

const EVERY_MILLISECONDS = 5_000;
const MEBIBYTE = 1_048_576;

async function readMetrics(): Promise<readonly Sample[]> {
  try {
    const response = await fetch("/metrics", { headers: { accept: "text/plain" } });
    return response.ok ? samplesIn(await response.text()) : [];
  } catch {
    throw new NodeRefusal({ code: "offline" });
  }
}

/** The numbers that tell an operator how the node fares, explained. */
export function MetricsPage() {
  const say = useWords(words);
  const metrics = useQuery({ queryKey: ["metrics"], queryFn: readMetrics, refetchInterval: EVERY_MILLISECONDS });
  return (
    <OperatorPage
      title={say.metrics}
      lead={
        <>
          {say.metricsLead}{" "}
          <a href="/metrics" target="_blank" rel="noreferrer" className="text-brand underline">
            {say.metricsRaw}
          </a>
        </>
      }
    >
      <Reading of={metrics} lines={8}>
        {(samples) =>
          sumOf(samples, "meridian_height") === undefined ? (
            <Card>
              <Notice icon={<Gauge size={28} aria-hidden />} title={say.metricsNone}>
                {say.metricsNoneNext}
              </Notice>
            </Card>
          ) : (
            <Numbers samples={samples} />
          )
        }
      </Reading>
    </OperatorPage>
  );
}

function Numbers({ samples }: { readonly samples: readonly Sample[] }) {
  const say = useWords(numbers);
  const { language } = useLanguage();
  const sum = (name: string, matches?: (labels: Sample["labels"]) => boolean): number =>
    sumOf(samples, name, matches) ?? 0;
  const text = (value: number, digits = 0): string => numberText(Number(value.toFixed(digits)), language);
  const requests = sum("meridian_http_requests_total");
  const mean =
    (1_000 * sum("meridian_http_request_seconds_sum")) / Math.max(1, sum("meridian_http_request_seconds_count"));
  const started = sum("process_start_time_seconds");
  const byStatus = (digit: string): number =>
    sum("meridian_http_requests_total", ({ status = "" }) => status.startsWith(digit));
  return (
    <>
      <Card title={say.ledger}>
        <div className="grid grid-cols-2 gap-4 md:grid-cols-4">
          <Stat name={say.height} value={text(sum("meridian_height"))} note={say.heightNote} />
          <Stat name={say.age} value={timeText(sum("meridian_block_time_seconds"), language)} />
          <Stat name={say.waiting} value={text(sum("meridian_transactions_waiting"))} note={say.waitingNote} />
          <Stat name={say.streams} value={text(sum("meridian_streams"))} note={say.streamsNote} />
        </div>
      </Card>
      <Card title={say.submitted}>
        <Submitted samples={samples} />
      </Card>
      <Card title={say.web}>
        <div className="grid grid-cols-2 gap-4 md:grid-cols-4">
          <Stat name={say.requests} value={text(requests)} />
          <Stat name={say.mean} value={say.milliseconds(text(mean, 1))} />
          <Stat name={say.refusedRequests} value={text(byStatus("4"))} />
          <Stat name={say.faults} value={text(byStatus("5"))} note={say.faultsNote} />
        </div>
      </Card>
      <Card title={say.machine}>
        <div className="grid grid-cols-2 gap-4 md:grid-cols-5">
          <Stat name={say.memory} value={say.mebibytes(text(sum("process_resident_memory_bytes") / MEBIBYTE))} />
          <Stat name={say.heap} value={say.mebibytes(text(sum("nodejs_heap_size_used_bytes") / MEBIBYTE))} />
          <Stat
            name={say.lag}
            value={say.milliseconds(text(1_000 * sum("nodejs_eventloop_lag_p99_seconds"), 1))}
            note={say.lagNote}
          />
          <Stat name={say.cpu} value={say.seconds(text(sum("process_cpu_seconds_total")))} />
          <Stat name={say.uptime} value={say.minutes(text((Date.now() / 1_000 - started) / 60))} />
        </div>
      </Card>
    </>
  );
}

function Submitted({ samples }: { readonly samples: readonly Sample[] }) {
  const say = useWords(numbers);
  const { language } = useLanguage();
  const outcomes = samples.filter(({ name }) => name === "meridian_transactions_submitted_total");
  if (outcomes.length === 0) return <p className="text-ink-2">{say.submittedNone}</p>;
  return (
    <Facts
      rows={outcomes.map(({ labels: { outcome = "" }, value }) => [
        outcome === "accepted" ? (
          say.accepted
        ) : (
          <code key={outcome} className="font-mono text-sm">
            {outcome}
          </code>
        ),
        numberText(value, language),
      ])}
    />
  );
}
