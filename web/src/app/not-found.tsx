import Link from "next/link";
import { Entry } from "@/features/auth/entry";
import { buttonClass } from "@/ui/button";

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
