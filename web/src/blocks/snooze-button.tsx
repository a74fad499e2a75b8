"use client";
import type { Alert } from "@/api/types";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { LazyPopup } from "@/ui/lazy-popup";
import { type DoWithAlert, snoozedText } from "./use-alert-acts";

const load = () => import("./snooze-menu").then((module) => module.SnoozeMenu);

interface SnoozeButtonProps {
  alert: Alert;
  act: DoWithAlert;
}

/** Puts an alert off; the menu says for how long. */
export function SnoozeButton({ alert, act }: SnoozeButtonProps) {
  const onSnooze = (days: number) => act(alert, { kind: "snooze", days }, snoozedText(days));
  const trigger = (
    <Button look="quiet" className="gap-1">
      Snooze <span className="sr-only">{alert.title}</span>
      <Icon name="down" size={12} />
    </Button>
  );
  return <LazyPopup load={load} popup="menu" trigger={trigger} props={{ onSnooze }} />;
}
