import Link from "next/link";
import { buttonClass } from "@/ui/button";
import { Entry } from "@/ui/entry";

export default function NotFound() {
  return (
    <Entry
      title="There is no page at this address"
      lead="The link may be old or mistyped. Nothing is lost."
    >
      <Link href="/summary/" className={buttonClass("solid", "h-9")}>
        Go to Summary
      </Link>
    </Entry>
  );
}
