import { progress, rounded } from "../report.ts";
import { Consortium, type Load } from "./ours.ts";

const CALIBRATION: Load = { count: 10_000, batch: 100, atOnce: 60 };
const SLICE_SECONDS = 60;
/** Two hours at this pace fill some 45 GB on one machine with four members. */
const PACE_MAX = 300;

type Sample = {
  readonly minute: number;
  readonly transactions: number;
  readonly txPerSecond: number;
  readonly p99Ms: number;
  readonly rssMb: readonly number[];
  readonly folderMb: readonly number[];
};

/**
 * Four members at half of what they can, at most at `PACE_MAX`, for hours: memory and disk of each member, minute by minute.
 * What grows with the transactions is the ledger; what grows with the hours alone would be a leak.
 */
export async function soakBench({ minutes = 120 } = {}) {
  const consortium = new Consortium(4);
  const samples: Sample[] = [];
  let fullLoad = 0;
  let pace = 0;
  try {
    await consortium.start();
    await consortium.load(CALIBRATION);
    fullLoad = (await consortium.load(CALIBRATION)).txPerSecond;
    pace = Math.min(PACE_MAX, Math.max(10, Math.round(fullLoad / 2)));
    progress(`full load ${fullLoad} tx/s; ${minutes} minutes at ${pace}`);
    let transactions = 2 * CALIBRATION.count;
    const begun = performance.now();
    for (let minute = 0; minute < minutes; ) {
      const slice = await consortium.load({ count: pace * SLICE_SECONDS, batch: 20, atOnce: 200, pace });
      transactions += pace * SLICE_SECONDS;
      // A slice that the machine was too busy for takes longer than its minute.
      minute = rounded((performance.now() - begun) / 60_000);
      const sample: Sample = {
        minute,
        transactions,
        txPerSecond: slice.txPerSecond,
        p99Ms: slice.p99Ms,
        rssMb: consortium.rssMb().map(Math.round),
        folderMb: consortium.folderBytes().map((bytes) => Math.round(bytes / 2 ** 20)),
      };
      samples.push(sample);
      progress(JSON.stringify(sample));
    }
  } finally {
    await consortium.stop();
  }
  const [first, last] = [samples[0], samples.at(-1)];
  const grown = (last?.transactions ?? 0) - (first?.transactions ?? 0);
  const perThousand = (of: (sample: Sample) => readonly number[]): number =>
    first && last && grown > 0 ? rounded(((Math.max(...of(last)) - Math.max(...of(first))) / grown) * 1_000, 2) : 0;
  return {
    minutes,
    fullLoadTxPerSecond: fullLoad,
    paceTxPerSecond: pace,
    rssMbPerThousandTx: perThousand(({ rssMb }) => rssMb),
    folderMbPerThousandTx: perThousand(({ folderMb }) => folderMb),
    samples,
  };
}
