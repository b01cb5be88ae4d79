import { deepStrictEqual as same } from "node:assert";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { asHeight } from "@meridian/base/ids";
import { type PaceOptions, ViewPace } from "./view-pace.ts";

function scene(options: PaceOptions) {
  let folds = 0;
  const fold = () => {
    folds++;
    return Promise.resolve(asHeight(0));
  };
  const pace = new ViewPace(fold, options, (error) => {
    throw error;
  });
  return { pace, folds: () => folds };
}
const rests: PaceOptions = { rest: 200, most: 50, watched: 0, ease: 0 };

describe("when views are folded", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
  afterEach(() => mock.timers.reset());

  it("with every block, on a node that orders alone", () => {
    const { pace, folds } = scene({ rest: 0, most: 0, watched: 0, ease: 0 });
    pace.committed(1);
    pace.committed(0);
    same(folds(), 2);
  });

  it("at rest: a while after the last block, once for all of them", () => {
    const { pace, folds } = scene(rests);
    for (let n = 0; n < 5; n++) {
      pace.committed(3);
      mock.timers.tick(150);
    }
    same([folds(), pace.waiting], [0, 15]);
    mock.timers.tick(50);
    same([folds(), pace.waiting], [1, 0]);
  });

  it("before more events wait than are folded in a breath", () => {
    const { pace, folds } = scene(rests);
    pace.committed(50);
    same(folds(), 0);
    pace.committed(1);
    same(folds(), 1);
  });

  it("when somebody reads, who then sees everything, and as long as the next reader is near", async () => {
    const { pace, folds } = scene({ ...rests, watched: 10_000 });
    pace.committed(3);
    await pace.wanted();
    same([folds(), pace.waiting], [1, 0]);
    pace.committed(2);
    same([folds(), pace.waiting], [2, 0], "watched");
  });

  it("not again when nothing waits", async () => {
    const { pace, folds } = scene(rests);
    await pace.wanted();
    await pace.current();
    same(folds(), 0);
  });

  it("and a fold that fails is told, though nobody waits for it", async () => {
    const failures: string[] = [];
    const fold = () => Promise.reject(new Error("no room"));
    const pace = new ViewPace(fold, { rest: 0, most: 0, watched: 0, ease: 0 }, ({ message }) => failures.push(message));
    pace.committed(1);
    await settled();
    same(failures, ["no room"]);
  });
});

/** A fold of so many parts, each of which takes ten milliseconds by a clock that the test turns. */
function long(parts: number, changes: Partial<PaceOptions> = {}) {
  const clock = { now: 0, parts: 0 };
  mock.method(performance, "now", () => clock.now);
  const fold = async (breath: () => Promise<void>) => {
    for (let n = 0; n < parts; n++) {
      clock.now += 10;
      clock.parts++;
      await breath();
    }
    return asHeight(0);
  };
  const pace = new ViewPace(fold, { ...rests, ease: 3, ...changes }, (error) => {
    throw error;
  });
  const pass = async (milliseconds: number): Promise<number> => {
    clock.now += milliseconds;
    mock.timers.tick(milliseconds);
    await settled();
    return clock.parts;
  };
  return { pace, pass };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a fold that takes long", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
  afterEach(() => {
    mock.timers.reset();
    mock.restoreAll();
  });

  it("leaves others three times as long as each part took", async () => {
    const { pace, pass } = long(4);
    pace.committed(51);
    same([await pass(0), await pass(29), await pass(1), await pass(30)], [1, 1, 2, 3]);
  });

  it("breathes no more once somebody waits for the rows, and does again the next time", async () => {
    const { pace, pass } = long(20);
    pace.committed(51);
    same(await pass(0), 1);
    await pace.wanted();
    same(await pass(0), 20);
    await pass(1);
    pace.committed(51);
    same([await pass(0), await pass(29)], [21, 21]);
  });

  it("breathes no more when as many events again wait", async () => {
    const { pace, pass } = long(5);
    pace.committed(51);
    same(await pass(0), 1);
    pace.committed(51);
    same(await pass(0), 10);
  });

  it("does not breathe where one process orders alone", async () => {
    const { pace, pass } = long(7, { rest: 0, ease: 0 });
    pace.committed(1);
    same(await pass(0), 7);
  });
});
