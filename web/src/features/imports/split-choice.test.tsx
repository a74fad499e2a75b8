import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api } from "@/api/client";
import { WorkspaceProvider } from "@/api/session";
import type { Import, ImportStore, Role, Session } from "@/api/types";
import { SplitChoice } from "./split-choice";
import { SplitResult } from "./split-result";

const avalon: ImportStore = {
  name: "Avalon",
  files: ["Avalon/orders.csv"],
  currency: "USD",
  order_prefix: "#",
  reason: "The orders are in different currencies: “USD” and “EUR”.",
  held_here: true,
  target: null,
};
const design: ImportStore = {
  ...avalon,
  name: "Design",
  files: ["Design/orders.csv", "Design/products.csv"],
  currency: "EUR",
  order_prefix: "BE-",
  held_here: null,
};

function importOf(...stores: ImportStore[]): Import {
  return {
    import_id: "i1",
    status: "needs_choice",
    seconds: 0,
    created_at: "2026-11-24T10:00:00Z",
    progress: null,
    error: null,
    warehouse_version: null,
    stores,
    files: [],
  };
}

function sessionOf(role: Role): Session {
  const workspace = {
    id: "w1",
    slug: "mine",
    name: "My store",
    timezone: "Europe/Vienna",
    currency: "USD",
    warehouse_version: 0,
    four_eyes: false,
    role,
  };
  const user = { id: "u1", email: "ann@example.com", name: "Ann" };
  return { user, workspaces: [workspace], csrf_token: "t" };
}

const sent: unknown[] = [];

beforeEach(() => {
  sent.length = 0;
  vi.spyOn(api, "POST").mockImplementation((async (_path: string, init: { body: unknown }) => {
    sent.push(init.body);
    return { data: importOf(), response: new Response() };
  }) as never);
});
afterEach(() => vi.restoreAllMocks());

function show(item: Import, role: Role = "owner") {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <WorkspaceProvider session={sessionOf(role)} none={null}>
        <SplitChoice item={item} />
      </WorkspaceProvider>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

const options = () => screen.getAllByRole("radio").map((radio) => radio.closest("label"));

test("one workspace per store comes first and is chosen", async () => {
  const user = show(importOf(avalon, design));
  expect(options()[0]).toHaveTextContent("One workspace per store");
  expect(screen.getAllByRole("radio")[0]).toBeChecked();
  await user.click(screen.getByRole("button", { name: "Import 2 stores" }));
  expect(sent).toEqual([{ choice: "workspaces", stores: [] }]);
});

test("what was found is shown", async () => {
  const user = show(importOf(avalon, design));
  const row = screen.getByRole("cell", { name: "Design" }).closest("tr") as HTMLElement;
  for (const words of ["EUR", "BE-", design.reason]) {
    expect(within(row).getByText(words)).toBeInTheDocument();
  }
  await user.click(within(row).getByText("2 files"));
  expect(within(row).getByText("Design/products.csv")).toBeVisible();
});

test("a store may have a time zone of its own", async () => {
  const user = show(importOf(avalon, design));
  expect(screen.queryByLabelText("Time zone of Avalon")).toBeNull();
  const zone = screen.getByLabelText("Time zone of Design");
  expect(zone).toHaveValue("Europe/Vienna");
  await user.selectOptions(zone, "America/New_York");
  await user.click(screen.getByRole("button", { name: "Import 2 stores" }));
  const stores = [{ store: "Design", timezone: "America/New_York" }];
  expect(sent).toEqual([{ choice: "workspaces", stores }]);
});

test("one store alone", async () => {
  const user = show(importOf(avalon, design));
  await user.click(screen.getByRole("radio", { name: /Only Design/ }));
  await user.click(screen.getByRole("button", { name: "Import only Design" }));
  expect(sent).toEqual([{ choice: "store", store: "Design" }]);
});

test("together waits for a yes", async () => {
  const user = show(importOf(avalon, design));
  await user.click(screen.getByRole("radio", { name: /All together/ }));
  const act = screen.getByRole("button", { name: "Import all into My store" });
  expect(act).toBeDisabled();
  await user.click(screen.getByRole("checkbox", { name: /of one store/ }));
  await user.click(act);
  expect(sent).toEqual([{ choice: "together", confirm: true }]);
});

test("a marketer can choose a store but make no workspace", () => {
  show(importOf(avalon, design), "marketer");
  const [workspaces, first] = screen.getAllByRole("radio");
  expect(workspaces).toBeDisabled();
  expect(first).toBeChecked();
});

test("a viewer can choose nothing", () => {
  show(importOf(avalon, design), "viewer");
  expect(screen.getByRole("button", { name: "Import only Avalon" })).toBeDisabled();
});

test("files of another store than the workspace's", () => {
  show(importOf({ ...design, held_here: false }));
  expect(screen.getByRole("heading")).toHaveTextContent(
    "This looks like another store than My store.",
  );
  expect(options()).toHaveLength(2);
});

test("each store links to its workspace afterwards", () => {
  const target = {
    workspace_id: "w2",
    workspace_slug: "design",
    workspace_name: "Design",
    created: true,
    import_id: "i2",
  };
  render(<SplitResult stores={[{ ...design, target }]} />);
  const link = screen.getByRole("link", { name: "Design" });
  expect(link).toHaveAttribute("href", "/imports/?w=design&import=i2");
});
