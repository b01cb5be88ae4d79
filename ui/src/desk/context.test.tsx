import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { useNameAndHouseOf } from "./context.tsx";
import { Around, fakeDesk } from "./fake-desk.conformance.tsx";

afterEach(cleanup);

function Named({ id }: { readonly id: string }) {
  const nameOf = useNameAndHouseOf();
  return <p data-testid="named">{nameOf(id)}</p>;
}

const namedIn = (language: "zh" | "en", id: string): string | null => {
  cleanup();
  render(
    <Around desk={fakeDesk()} language={language}>
      <Named id={id} />
    </Around>,
  );
  return screen.getByTestId("named").textContent;
};

describe("a name with its institution", () => {
  it("says where a practitioner works", () => {
    expect([namedIn("zh", "s-anna"), namedIn("en", "s-anna")]).toEqual(["安娜（医院）", "Anna, Hospital"]);
  });
  it("is the name alone of an institution, and of whom nobody named", () => {
    expect([namedIn("en", "hospital"), namedIn("en", "p-1")]).toEqual(["Hospital", "p-1"]);
  });
});
