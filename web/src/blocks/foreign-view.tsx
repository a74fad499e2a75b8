"use client";
import { useTheme } from "next-themes";
import { useEffect, useRef, useState } from "react";
import { callFromView, stopView, useToolServers } from "@/api/queries/servers";
import { useWorkspace } from "@/api/session";
import type { ServerToolResult } from "@/api/types";
import { viewHref } from "@/lib/content-href";
import { openDock } from "@/lib/dock";
import { Button } from "@/ui/button";
import { hostView, type Page, type ToolResult, type Wish } from "./view-host";

type DrawnBy = NonNullable<ServerToolResult["view"]>;
type Asked = Wish & { answer: (yes: boolean) => void };

const FIRST_HEIGHT = 160;
const STOPPED = {
  flood: "This view was stopped: it sent more than a page can take.",
  left: "This view was stopped: it went to another page.",
};

const asResult = ({ text, data, is_error }: ServerToolResult): ToolResult => ({
  content: [{ type: "text", text }],
  ...(data && { structuredContent: data }),
  isError: is_error,
});

function WishBar({ asked }: { asked: Asked }) {
  const isLink = asked.kind === "link";
  return (
    <fieldset className="border-t border-line bg-sunk px-3 py-2">
      <legend className="sr-only">The view asks</legend>
      <p className="text-12 text-soft">
        {isLink ? "This view wants to open a page elsewhere:" : "This view wants to write for you:"}
      </p>
      <p className="max-h-24 overflow-auto whitespace-pre-line wrap-anywhere">{asked.text}</p>
      <div className="mt-1.5 flex flex-wrap gap-2">
        <Button onClick={() => asked.answer(true)}>
          {isLink ? "Open it" : "Put it in my message"}
        </Button>
        <Button look="quiet" onClick={() => asked.answer(false)}>
          No
        </Button>
      </div>
    </fieldset>
  );
}

/** What a person said yes to. A message is put where they may still change it, and is not sent. */
function grant({ kind, text }: Wish) {
  if (kind === "link") window.open(text, "_blank", "noopener,noreferrer");
  else openDock(text);
}

/** One question at a time: while it is open, others are refused. */
function useWish() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const open = useRef(false);
  const onWish = (wish: Wish) =>
    new Promise<boolean>((resolve) => {
      if (open.current) return resolve(false);
      open.current = true;
      const answer = (yes: boolean) => {
        open.current = false;
        setAsked(null);
        if (yes) grant(wish);
        resolve(yes);
      };
      setAsked({ ...wish, answer });
    });
  return { asked, onWish };
}

interface FrameProps {
  view: DrawnBy;
  result: ServerToolResult;
  onStopped: (reason: keyof typeof STOPPED) => void;
}

/** The view in a frame without an origin; its page brings a policy that lets nothing out. */
function Frame({ view, result, onStopped }: FrameProps) {
  const { id, timezone } = useWorkspace();
  const { resolvedTheme } = useTheme();
  const frame = useRef<HTMLIFrameElement>(null);
  const host = useRef<ReturnType<typeof hostView> | null>(null);
  const [height, setHeight] = useState(FIRST_HEIGHT);
  const { asked, onWish } = useWish();
  const theme = resolvedTheme === "dark" ? "dark" : "light";
  const context = () => ({
    theme,
    displayMode: "inline",
    availableDisplayModes: ["inline"],
    locale: navigator.language,
    timeZone: timezone,
    platform: "web",
  });
  // The host keeps one page for as long as the frame lives; what it says of it is always the newest.
  const page: Page = {
    context,
    input: result.arguments ?? {},
    result: asResult(result),
    onHeight: setHeight,
    onWish,
    callTool: async (name, given) => asResult(await callFromView(view, name, given)),
    onFlood: () => onStopped("flood"),
  };
  const now = useRef(page);
  now.current = page;
  const href = viewHref(view, id);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const made = hostView(element, { ...now.current, context: () => now.current.context() });
    host.current = made;
    let loads = 0;
    element.onload = () => {
      loads += 1;
      if (loads > 1) onStopped("left");
    };
    element.src = href;
    return made.letGo;
  }, [href, onStopped]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is what the view is told of
  useEffect(() => host.current?.changed(), [theme]);
  return (
    <>
      <iframe
        ref={frame}
        title={`View of ${result.tool}`}
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        style={{ height }}
        className="block w-full border-0 bg-surface"
      />
      {asked && <WishBar asked={asked} />}
    </>
  );
}

/** What a tool of others gave, drawn by the view that an owner approved with it. */
export function ForeignView({ result, view }: { result: ServerToolResult; view: DrawnBy }) {
  const { data } = useToolServers();
  const [stopped, setStopped] = useState<keyof typeof STOPPED | null>(null);
  const [onStopped] = useState(() => (reason: keyof typeof STOPPED) => {
    setStopped(reason);
    void stopView(view, reason);
  });
  if (!data) return <div aria-busy="true" className="skeleton h-40" />;
  const tools = data.items.find(({ id }) => id === view.server_id)?.tools ?? [];
  const tool = tools.find(({ name }) => name === result.tool);
  const stands = tool?.state === "approved" && tool.view?.sha256 === view.sha256;
  return (
    <figure className="overflow-hidden rounded-card border border-line">
      {stands && !stopped && <Frame {...{ view, result, onStopped }} />}
      <figcaption className="border-t border-line px-3 py-1.5 text-12 text-pretty text-faint first:border-t-0">
        {stopped && <span role="alert">{STOPPED[stopped]}</span>}
        {!stands && "Its view is not shown: it is no longer the one that an owner approved."}
        {stands && !stopped && `Drawn by ${result.tool}, of a server of others.`}
      </figcaption>
    </figure>
  );
}
