import type { ClientCall } from "@/api/run-state";
import type { RunRequest } from "@/api/types";
import { PAGES } from "@/lib/pages";
import { COMPARES, isRange, RANGE_PRESETS, rangeLabel } from "@/lib/ranges";

const PAGE_NAMES = PAGES.map(({ label }) => label.toLowerCase());

/** What the agent may do in this page. Each is seen at once and can be taken back. */
export const CLIENT_TOOLS: NonNullable<RunRequest["client_tools"]> = [
  {
    name: "open_page",
    description: "Opens a page of the web app for the person who asks.",
    parameters: {
      type: "object",
      properties: { page: { type: "string", enum: PAGE_NAMES } },
      required: ["page"],
      additionalProperties: false,
    },
  },
  {
    name: "set_range",
    description: "Shows the Summary for other days, and compares them with others.",
    parameters: {
      type: "object",
      properties: {
        range: { type: "string", enum: RANGE_PRESETS.map(({ key }) => key) },
        compare: { type: "string", enum: COMPARES.map(({ key }) => key) },
      },
      required: ["range"],
      additionalProperties: false,
    },
  },
];

export interface Move {
  href: string;
  /** What happened, as the person and the agent are told it. */
  done: string;
}

function openPage(given: Record<string, unknown>): Move | null {
  const page = PAGES.find(({ label }) => label.toLowerCase() === given.page);
  return page ? { href: page.href, done: `Opened ${page.label}` } : null;
}

function setRange(given: Record<string, unknown>, search: string): Move | null {
  const { range, compare } = given;
  if (typeof range !== "string" || !isRange(range)) return null;
  const params = new URLSearchParams(search);
  params.set("range", range);
  if (COMPARES.some(({ key }) => key === compare)) params.set("compare", String(compare));
  return { href: `/summary/?${params}`, done: `Summary shows ${rangeLabel(range).toLowerCase()}` };
}

/** Where a call leads from here; null for what this page does not know or would not do. */
export function moveOf({ tool, arguments: given }: ClientCall, search: string): Move | null {
  if (tool === "open_page") return openPage(given);
  return tool === "set_range" ? setRange(given, search) : null;
}
