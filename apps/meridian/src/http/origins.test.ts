import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import type { OrganisationId } from "@meridian/base/ids";
import type { DeskOptions } from "../desk/desk.ts";
import { originOf, ownOriginsOf } from "./origins.ts";

describe("an origin", () => {
  const table: readonly (readonly [text: string, origin: string | undefined])[] = [
    ["https://care.example.org", "https://care.example.org"],
    ["https://care.example.org/", "https://care.example.org"],
    ["HTTPS://Care.Example.org:443", "https://care.example.org"],
    ["http://localhost:8180", "http://localhost:8180"],
    ["http://[::1]:8180", "http://[::1]:8180"],
    ["https://care.example.org/app", undefined],
    ["https://care.example.org?x", undefined],
    ["https://somebody@care.example.org", undefined],
    ["care.example.org", undefined],
    ["file:///etc", undefined],
    ["null", undefined],
    ["", undefined],
  ];
  for (const [text, origin] of table)
    it(`of ${JSON.stringify(text)} is ${origin}`, () => {
      same(originOf(text), origin);
    });
});

describe("a node's own origins", () => {
  const genesis = { relyingParty: { origins: ["https://care.example.org"] } };
  const alone = { genesis, members: undefined };
  const member = { genesis, members: {} };
  const here = ["http://localhost:8180", "http://127.0.0.1:8180"];

  it("are where it listens and what the genesis document names, where it orders alone", () => {
    same(ownOriginsOf({ node: alone }, 8180), [...here, "https://care.example.org"]);
  });

  it("are where it listens, and not what all members have in common, where they order together", () => {
    same(ownOriginsOf({ node: member }, 8180), here);
    same(ownOriginsOf({ node: member, host: "10.0.0.5" }, 8180), [...here, "http://10.0.0.5:8180"]);
    same(ownOriginsOf({ node: member, host: "::1" }, 80), ["http://localhost", "http://127.0.0.1", "http://[::1]"]);
  });

  it("are those that its operator names, and no others", () => {
    for (const node of [alone, member])
      same(ownOriginsOf({ node, origins: ["https://a.example"] }, 8180), ["https://a.example"]);
  });

  it("are also those of the nodes beside it in a demonstration, whose pages reach it through them", () => {
    const neighbours = new Map([
      ["o-1" as OrganisationId, "http://127.0.0.1:8181"],
      ["o-2" as OrganisationId, "http://127.0.0.1:8181"],
    ]);
    const desk = { demonstration: { neighbours } } as unknown as DeskOptions;
    const beside = ["http://127.0.0.1:8181", "http://localhost:8181"];
    same(ownOriginsOf({ node: member, desk }, 8180), [...here, ...beside]);
    same(ownOriginsOf({ node: member, desk, origins: ["https://a.example"] }, 8180), ["https://a.example", ...beside]);
  });
});
