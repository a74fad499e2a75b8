"use client";
import { parseAsString, useQueryState } from "nuqs";
import { useMay } from "@/api/session";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { PageBar } from "@/ui/page-bar";
import { Detail } from "./detail";
import { NewAutomation } from "./form";
import { List } from "./list";

const NEW = "new";

/** What the agent does by itself: the list, one of them, or a new one. */
export function AutomationsPage() {
  const [chosen, setChosen] = useQueryState(
    "automation",
    parseAsString.withOptions({ history: "push" }),
  );
  const mayWrite = useMay("marketer");
  const open = (id: string | null) => void setChosen(id);
  return (
    <>
      <PageBar title="Automations">
        <span className="flex-1" />
        {chosen && <Button onClick={() => open(null)}>All automations</Button>}
        {mayWrite && chosen !== NEW && (
          <Button
            look="solid"
            className={chosen ? "max-rail:hidden" : undefined}
            onClick={() => open(NEW)}
          >
            <Icon name="plus" /> New automation
          </Button>
        )}
      </PageBar>
      <div className="max-w-[840px]">
        {!chosen && <List onOpen={open} onNew={() => open(NEW)} />}
        {chosen === NEW && <NewAutomation onDone={open} />}
        {chosen && chosen !== NEW && <Detail key={chosen} id={chosen} onGone={() => open(null)} />}
      </div>
    </>
  );
}
