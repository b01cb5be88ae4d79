import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { samplesIn, sumOf } from "./prometheus.ts";

const TEXT = `# HELP meridian_height Height of the last committed block
# TYPE meridian_height gauge
meridian_height 84
meridian_http_requests_total{method="GET",route="/v1/blocks",status="200"} 3
meridian_http_requests_total{method="GET",route="/a\\"b",status="404"} 2
nodejs_eventloop_lag_p99_seconds NaN
`;

describe("numbers for Prometheus", () => {
  it("are read with their labels", () => {
    const samples = samplesIn(TEXT);
    assert.equal(samples.length, 4);
    assert.deepEqual(samples[2]?.labels, { method: "GET", route: '/a"b', status: "404" });
    assert.equal(sumOf(samples, "meridian_http_requests_total"), 5);
    assert.equal(
      sumOf(samples, "meridian_http_requests_total", ({ status }) => status === "404"),
      2,
    );
  });

  it("are none in what is no such text", () => {
    assert.deepEqual(samplesIn("<!doctype html>\n<html>"), []);
    assert.equal(sumOf([], "meridian_height"), undefined);
  });
});
