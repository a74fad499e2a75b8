"use client";
import { useTestChannel } from "@/api/queries/alert-settings";
import { cx } from "@/lib/cx";
import { Button } from "@/ui/button";

interface TestProps {
  channel: string;
  /** What was changed has to be saved first: a test goes where the saved settings lead. */
  unsaved: boolean;
}

/** Sends a harmless message by a channel and says what became of it. */
export function SendTest({ channel, unsaved }: TestProps) {
  const test = useTestChannel();
  const said = test.error?.message ?? test.data?.said;
  const failed = test.isError || test.data?.delivered === false;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button disabled={unsaved || test.isPending} onClick={() => test.mutate(channel)}>
        {test.isPending ? "Sending…" : "Send a test"}
      </Button>
      <p role="status" className={cx("text-12", failed ? "text-bad" : "text-soft")}>
        {unsaved ? "Save first, then send a test." : !test.isPending && said}
      </p>
    </div>
  );
}
