import Link from "next/link";
import { buttonClass } from "@/ui/button";
import { Notice } from "@/ui/state";

export default function NotFound() {
  return (
    <main className="mx-auto max-w-[560px] px-4 pt-[18vh]">
      <Notice
        title="There is no page at this address"
        actions={
          <Link href="/summary/" className={buttonClass("solid")}>
            Go to Summary
          </Link>
        }
      >
        The link may be old or mistyped. Nothing is lost.
      </Notice>
    </main>
  );
}
