"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { useMayAct } from "@/api/queries/alerts";
import type { Alert } from "@/api/types";
import { AlertMark } from "@/blocks/alert-mark";
import { AlertBody, AlertNumber } from "@/blocks/alert-number";
import { effectText, KINDS, type Readers, stateText, timesText } from "@/blocks/alert-words";
import { SnoozeButton } from "@/blocks/snooze-button";
import type { DoWithAlert } from "@/blocks/use-alert-acts";
import { formatDayYear } from "@/lib/format";
import { safeNext } from "@/lib/pages";
import { Button, IconButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { LazyPopup } from "@/ui/lazy-popup";
import { attachableOf } from "./attachable";

const ResolveDialog = dynamic(() => import("./resolve-dialog").then((m) => m.ResolveDialog), {
  ssr: false,
});
const loadMenu = () => import("./alert-menu").then((module) => module.AlertMenu);

interface ItemProps {
  alert: Alert;
  readers: Readers;
  act: DoWithAlert;
}

function Facts({ alert, readers }: Omit<ItemProps, "act">) {
  const facts = [
    KINDS[alert.kind],
    alert.day && formatDayYear(alert.day),
    timesText(alert, readers.timezone),
    stateText(alert, readers),
  ];
  return (
    <p className="mt-1 flex flex-wrap gap-x-4 text-12 text-faint">
      {facts.map((fact) => fact && <span key={fact}>{fact}</span>)}
    </p>
  );
}

/** What can be done now; words say the same for every alert, names tell them apart. */
function Acts({ alert, readers, act }: ItemProps) {
  const [noting, setNoting] = useState(false);
  const mayAct = useMayAct();
  const { status, title, owner_id } = alert;
  const waits = mayAct && status !== "resolved";
  const mine = status === "acknowledged" && owner_id === readers.me;
  const resolve = (note: string | null) => act(alert, { kind: "resolve", note }, "Resolved");
  const trigger = (
    <IconButton icon="more" label={`More for ${title}`} className="max-rail:ml-auto" />
  );
  return (
    <div className="mt-1.5 -ml-2 flex flex-wrap items-center gap-x-1">
      {waits && !mine && (
        <Button
          look="quiet"
          onClick={() => act(alert, { kind: "ack", owner_id: null }, "You look after it")}
        >
          I look after it <span className="sr-only">{title}</span>
        </Button>
      )}
      {waits && <SnoozeButton alert={alert} act={act} />}
      {waits && (
        <Button look="quiet" onClick={() => resolve(null)}>
          Resolve <span className="sr-only">{title}</span>
        </Button>
      )}
      {mayAct && status !== "open" && (
        <Button look="quiet" onClick={() => act(alert, { kind: "reopen" }, "It is open again")}>
          Open again <span className="sr-only">{title}</span>
        </Button>
      )}
      {(waits || attachableOf(alert)) && (
        <LazyPopup
          load={loadMenu}
          popup="menu"
          trigger={trigger}
          props={{ alert, act, mayAct, onNote: () => setNoting(true) }}
        />
      )}
      {noting && (
        <ResolveDialog alert={alert} onResolve={resolve} onClose={() => setNoting(false)} />
      )}
    </div>
  );
}

/** One alert: how grave, what, how much, and what can be done with it. */
export function AlertItem({ alert, readers, act }: ItemProps) {
  const effect = effectText(alert);
  return (
    <li className="relative border-b border-line py-3.5">
      <div className="flex items-baseline gap-x-4">
        <AlertMark severity={alert.severity} />
        {effect && (
          <span className="ml-auto font-semibold whitespace-nowrap">
            <span className="sr-only">In money: </span>
            <AlertNumber
              alert={alert}
              source={alert.effect_source}
              className="max-rail:-my-3 max-rail:min-h-11"
            >
              {effect}
            </AlertNumber>
          </span>
        )}
      </div>
      <h2 className="mt-0.5 text-15 font-medium leading-snug tracking-[-0.005em] text-pretty">
        <Link
          data-title
          href={safeNext(alert.page)}
          className="decoration-line-strong decoration-1 underline-offset-4 hover:underline max-rail:inline-block max-rail:py-3"
        >
          {alert.title}{" "}
          <span className="inline-block align-[-2px] text-faint">
            <Icon name="right" />
          </span>
        </Link>
      </h2>
      <p className="max-w-[76ch] text-pretty text-soft wrap-anywhere">
        <AlertBody alert={alert} />
      </p>
      {alert.note && <p className="mt-1 text-pretty wrap-anywhere">Note: {alert.note}</p>}
      <Facts alert={alert} readers={readers} />
      <Acts alert={alert} readers={readers} act={act} />
    </li>
  );
}
