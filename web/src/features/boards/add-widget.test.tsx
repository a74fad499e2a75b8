import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { Widget } from "@/api/types";
import { AddWidget } from "./add-widget";

vi.mock("@/api/queries/boards", () => ({
  useWidgetActions: () => ({ change: { mutate: vi.fn() } }),
}));
vi.mock("@/ui/toast", () => ({ useToast: () => ({ complain: vi.fn() }) }));

const widget = (name: string) => ({ id: name, name }) as Widget;

describe("the menu of widgets that are off the board", () => {
  it("stays open while news changes what is in it", () => {
    const { rerender } = render(<AddWidget widgets={[widget("Orders")]} />);
    fireEvent.keyDown(screen.getByText("Add"), { key: "Enter" });
    expect(screen.getByText("Orders")).toBeInTheDocument();
    rerender(<AddWidget widgets={[]} />);
    expect(screen.getByText("Every widget is on Summary")).toBeInTheDocument();
    rerender(<AddWidget widgets={[widget("Returns")]} />);
    expect(screen.getByText("Returns")).toBeInTheDocument();
  }, 60_000);

  it("is not there when nothing is off the board", () => {
    render(<AddWidget widgets={[]} />);
    expect(screen.queryByText("Add")).toBeNull();
  });
});
