"use client";
import { useMembers } from "@/api/queries/workspace";
import { useCurrent } from "@/api/session";
import type { Alert } from "@/api/types";
import type { DoWithAlert } from "@/blocks/use-alert-acts";
import { attachToDock } from "@/lib/dock";
import type { PopupProps } from "@/ui/lazy-popup";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuLine, MenuTrigger } from "@/ui/menu";
import { attachableOf } from "./attachable";

interface AlertMenuProps extends PopupProps {
  alert: Alert;
  act: DoWithAlert;
  mayAct: boolean;
  onNote: () => void;
}

/** Everybody else of the store, to look after it. */
function Others({ alert, act }: Pick<AlertMenuProps, "alert" | "act">) {
  const { user } = useCurrent().session;
  const members = useMembers().data?.items ?? [];
  const others = members.filter(
    ({ user_id, pending }) => !pending && user_id !== user.id && user_id !== alert.owner_id,
  );
  if (others.length === 0) return null;
  return (
    <>
      <MenuLabel>Give it to</MenuLabel>
      {others.map(({ user_id, name }) => (
        <MenuItem
          key={user_id}
          onSelect={() => act(alert, { kind: "ack", owner_id: user_id }, `${name} looks after it`)}
        >
          <span className="truncate">{name}</span>
        </MenuItem>
      ))}
      <MenuLine />
    </>
  );
}

/** What is done with an alert more rarely. */
export function AlertMenu({ trigger, alert, act, mayAct, onNote }: AlertMenuProps) {
  const attachable = attachableOf(alert);
  const changeable = mayAct && alert.status !== "resolved";
  return (
    <Menu defaultOpen>
      <MenuTrigger asChild>{trigger}</MenuTrigger>
      <MenuContent align="end" className="max-h-[60vh] w-60 overflow-y-auto">
        {changeable && <Others alert={alert} act={act} />}
        {changeable && <MenuItem onSelect={onNote}>Resolve with a note</MenuItem>}
        {attachable && (
          <MenuItem onSelect={() => attachToDock(attachable)}>Attach to a message</MenuItem>
        )}
      </MenuContent>
    </Menu>
  );
}
