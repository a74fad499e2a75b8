"use client";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useSegments } from "@/api/queries/segments";
import { useSummary } from "@/api/queries/summary";
import { cx } from "@/lib/cx";
import { openDock } from "@/lib/dock";
import { formatValue } from "@/lib/format";
import { INSIGHT_PAGES, insightHref } from "@/lib/insights";
import { PAGES, SETTINGS_PAGES } from "@/lib/pages";
import { useWindow } from "@/lib/params";
import { matches } from "@/lib/search";
import { sizeOf } from "@/lib/taken-away";
import { Icon, type IconName } from "@/ui/icon";

interface Command {
  id: string;
  label: string;
  hint: string;
  icon: IconName;
  act: (go: (href: string) => void) => void;
}

const opens = (href: string) => (go: (href: string) => void) => go(href);

const pageCommands: Command[] = [
  ...PAGES.map(({ href, label, icon }) => ({
    id: href,
    label,
    hint: "Page",
    icon,
    act: opens(href),
  })),
  ...INSIGHT_PAGES.map(({ name, title }) => ({
    id: insightHref(name),
    label: title,
    hint: "Insights",
    icon: "insights" as const,
    act: opens(insightHref(name)),
  })),
  ...SETTINGS_PAGES.slice(1).map(({ href, label }) => ({
    id: href,
    label,
    hint: "Settings",
    icon: "settings" as const,
    act: opens(href),
  })),
];

const SAVED = "/insights/segments/saved/";

/** Saved segments by their names, and the way to a new one. */
function useSegmentCommands(): Command[] {
  const { data } = useSegments();
  const saved = (data?.items ?? []).map(({ id, name }) => ({
    id: `segment ${id}`,
    label: name,
    hint: "Segment",
    icon: "insights" as const,
    act: opens(`${SAVED}?${new URLSearchParams({ segment: id })}`),
  }));
  const made = { icon: "insights" as const, hint: "Segments", act: opens(SAVED) };
  return [{ id: SAVED, label: "New segment", ...made }, ...saved];
}

/** Figures first: they are what people look for. Each opens on its own workings. */
function useCommands(): Command[] {
  const window = useWindow();
  const { data } = useSummary(window);
  const query = new URLSearchParams({ range: window.range, compare: window.compare });
  const tiles = data?.sections.flatMap((section) => section.tiles) ?? [];
  const figures = [...new Map(tiles.map((tile) => [tile.key, tile])).values()].map((tile) => ({
    id: tile.key,
    label: tile.label,
    hint:
      tile.status === "ok"
        ? formatValue(sizeOf(tile.key, tile.value), tile.unit, tile.currency, "tile")
        : "needs a file",
    icon: "summary" as const,
    act: opens(`/summary/?kpi=${tile.key}&${query}`),
  }));
  return [...pageCommands, ...figures];
}

/** What is typed may be a question; it stands last, so that a name still opens its figure. */
function askCommands(query: string): Command[] {
  const question = query.trim();
  if (!question) return [];
  const act = opens(`/explore/?${new URLSearchParams({ q: question })}`);
  return [
    { id: "ask", label: `Ask “${question}”`, hint: "Explore", icon: "search", act },
    {
      id: "agent",
      label: `Tell the agent “${question}”`,
      hint: "Agent",
      icon: "agent",
      act: () => openDock(question),
    },
  ];
}

function useSelection(found: Command[], choose: (command: Command) => void) {
  const [selected, setSelected] = useState(0);
  const last = found.length - 1;
  const onKeyDown = (event: KeyboardEvent) => {
    const command = found[selected];
    if (event.key === "ArrowDown") setSelected(selected >= last ? 0 : selected + 1);
    else if (event.key === "ArrowUp") setSelected(selected <= 0 ? last : selected - 1);
    else if (event.key === "Enter" && command) choose(command);
    else return;
    event.preventDefault();
  };
  return { selected, setSelected, onKeyDown };
}

function Option({ command, id, chosen }: { command: Command; id: string; chosen: boolean }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) element.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <div
      ref={element}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      className={cx(
        "flex min-h-9 cursor-default items-center gap-2.5 rounded-[6px] px-2.5 py-1.5 max-rail:min-h-11",
        chosen ? "bg-sunk text-ink" : "text-soft",
      )}
    >
      <Icon name={command.icon} />
      <span className="min-w-0 flex-1 text-pretty leading-[1.35]">{command.label}</span>
      <span className="text-12 text-faint">{command.hint}</span>
    </div>
  );
}

export function Palette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const listId = useId();
  const [query, setQuery] = useState("");
  const commands = [...useCommands(), ...useSegmentCommands()];
  const named = commands.filter(({ label, hint }) => matches(query, `${label} ${hint}`));
  const found = [...named, ...askCommands(query)];
  const choose = (command: Command) => {
    onClose();
    command.act(router.push);
  };
  const { selected, setSelected, onKeyDown } = useSelection(found, choose);
  const placeOf = (target: EventTarget) => {
    const option = (target as Element).closest('[role="option"]');
    return option ? Number(option.id.slice(listId.length + 1)) : null;
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="floating fixed inset-x-3 top-[12vh] z-50 mx-auto max-w-[520px] overflow-hidden"
        >
          <Dialog.Title className="sr-only">Ask, or find a figure or a page</Dialog.Title>
          <input
            role="combobox"
            aria-expanded={found.length > 0}
            aria-controls={listId}
            aria-activedescendant={found[selected] ? `${listId}-${selected}` : undefined}
            aria-label="Ask, or find a figure or a page"
            placeholder="Ask, or find a figure or a page"
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setSelected(0);
            }}
            onKeyDown={onKeyDown}
            className="h-12 w-full border-b border-line bg-transparent px-4 text-15 outline-none placeholder:text-faint"
          />
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the input above holds the focus and the keys */}
          <div
            id={listId}
            role="listbox"
            tabIndex={-1}
            aria-label="Results"
            className="max-h-[46vh] overflow-auto p-1.5 empty:hidden"
            onPointerMove={(event) => {
              const place = placeOf(event.target);
              if (place !== null) setSelected(place);
            }}
            onClick={(event) => {
              const command = found[placeOf(event.target) ?? selected];
              if (command) choose(command);
            }}
          >
            {found.map((command, index) => (
              <Option
                key={command.id}
                command={command}
                id={`${listId}-${index}`}
                chosen={index === selected}
              />
            ))}
          </div>
          <p role="status" className="px-4 text-faint not-empty:pt-1.5 not-empty:pb-4">
            {found.length === 0 && `Nothing here is called “${query}”.`}
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
