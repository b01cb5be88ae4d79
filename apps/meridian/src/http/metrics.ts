import type { CodedRejection } from "@meridian/kernel/transaction";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { MeridianNode } from "../node/node.ts";

/** Numbers for Prometheus. Labels are routes, methods, statuses and codes: never an id. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<"method" | "route" | "status">;
  readonly #seconds: Histogram<"route">;
  readonly #submitted: Counter<"outcome">;

  constructor(node: MeridianNode, streams: () => number) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Counter({
      name: "meridian_http_requests_total",
      help: "Requests answered",
      labelNames: ["method", "route", "status"],
      registers,
    });
    this.#seconds = new Histogram({
      name: "meridian_http_request_seconds",
      help: "Time to answer",
      labelNames: ["route"],
      buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
      registers,
    });
    this.#submitted = new Counter({
      name: "meridian_transactions_submitted_total",
      help: "Transactions offered, by how the node took them",
      labelNames: ["outcome"],
      registers,
    });
    const gauge = (name: string, help: string, value: () => number): void => {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value());
        },
      });
    };
    gauge("meridian_height", "Height of the last committed block", () => node.height);
    gauge("meridian_block_time_seconds", "Block time of the last committed block", () => node.time);
    gauge("meridian_transactions_waiting", "Transactions taken in and not yet in a block", () => node.engine.waiting);
    gauge("meridian_streams", "Event streams that are open", streams);
  }

  answered(method: string, route: string, status: number, milliseconds: number): void {
    this.#requests.inc({ method, route, status });
    this.#seconds.observe({ route }, milliseconds / 1_000);
  }

  submitted(rejection: CodedRejection | undefined): void {
    this.#submitted.inc({ outcome: rejection?.code ?? "accepted" });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
