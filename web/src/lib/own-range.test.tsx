import { render, screen } from "@testing-library/react";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { describe, expect, it } from "vitest";
import { OwnRange } from "./own-range";
import { useWindow } from "./params";

function Days({ of }: { of: string }) {
  return <p>{`${of}: ${useWindow().range}`}</p>;
}

function App({ own, address = "" }: { own?: string; address?: string }) {
  return (
    <NuqsTestingAdapter searchParams={address}>
      {own ? (
        <OwnRange value={own}>
          <Days of="page" />
        </OwnRange>
      ) : (
        <Days of="page" />
      )}
      <Days of="dock" />
    </NuqsTestingAdapter>
  );
}

const shown = () => screen.getAllByText(/^(page|dock): /).map((one) => one.textContent);

describe("the days of what stands beside a page", () => {
  it("are the page's own while nobody chose others", () => {
    const { rerender } = render(<App own="last_12_months" />);
    expect(shown()).toEqual(["page: last_12_months", "dock: last_12_months"]);
    rerender(<App own="2026-10-01..2026-10-31" />);
    expect(shown()).toEqual(["page: 2026-10-01..2026-10-31", "dock: 2026-10-01..2026-10-31"]);
  });

  it("are those of the address where somebody chose them", () => {
    render(<App own="last_12_months" address="?range=last_7_days" />);
    expect(shown()).toEqual(["page: last_7_days", "dock: last_7_days"]);
  });

  it("are no longer those of a page that was left", () => {
    const { rerender } = render(<App own="last_12_months" />);
    rerender(<App />);
    expect(shown()).toEqual(["page: last_30_days", "dock: last_30_days"]);
  });
});
