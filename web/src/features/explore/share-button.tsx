"use client";
import { useWorkspace } from "@/api/session";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { useToast } from "@/ui/toast";

/** The page as it stands, for a colleague of the same store. */
function linkTo(slug: string): string {
  const url = new URL(window.location.href);
  url.searchParams.set("w", slug);
  return url.href;
}

export function ShareButton() {
  const { slug, name } = useWorkspace();
  const { say, complain } = useToast();
  const share = async () => {
    const link = linkTo(slug);
    try {
      await navigator.clipboard.writeText(link);
      say(`Link copied. It opens for everybody in ${name}`);
    } catch {
      complain("This browser did not allow copying. Copy the address of the page instead.");
    }
  };
  return (
    <Button look="quiet" onClick={share}>
      <Icon name="link" /> Share
    </Button>
  );
}
