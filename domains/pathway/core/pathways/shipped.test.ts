import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { canonicalBytes } from "@meridian/base/json";
import { DOCUMENT_BYTES_MAX, hashOf } from "../document.ts";
import { lint } from "../lint.ts";
import { pathways } from "./shipped.ts";

/** What prescriptions pin. A change here is another version of the pathway. */
const HASHES: Readonly<Record<string, string>> = {
  "in-hospital": "8f2ffcd557062ca79cf2ff17d5c1736f1def1922020639ae0f23777de4146010",
  "dual-channel-retail": "478f7b672f8984f2a34595fff461340f80b1d7a2e146ec4915bdbecf42d774ea",
  "internet-hospital-delivery": "36da05968516351941f64d53b95721e22a2242ede75e4ae293717dc430cc31e4",
  "chronic-repeat": "a4e96b481722b1d23301fe1fe6cbf3d02a83aa40796c2781aeafd865d530b38f",
  "controlled-drug": "baa00e414bcef5bd9bda8c1fcfb0832c4e4df2848c9c7d8ff624da43c1f468ce",
  "direct-assignment": "b6153d6d176f852599dc368d4f55ef9bb6ad92cceff7c19ad25a31dacc89bc58",
};

describe("the shipped pathways", () => {
  it("are six", () => assert.deepEqual(pathways.map(({ id }) => id).sort(), Object.keys(HASHES).sort()));

  for (const pathway of pathways) {
    it(`${pathway.id} passes the lint`, () => assert.deepEqual(lint(pathway), []));
    it(`${pathway.id} fits a payload`, () => assert.ok(canonicalBytes(pathway).length <= DOCUMENT_BYTES_MAX));
    it(`${pathway.id} has its golden hash`, () => assert.equal(hashOf(pathway), HASHES[pathway.id]));
  }
});
