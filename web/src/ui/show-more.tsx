import { Button } from "./button";

interface ShowMoreProps {
  /** Null where the list ends. */
  showMore: (() => void) | null;
  loadingMore: boolean;
  children?: string;
}

/** The next page of a list, below what is shown of it. */
export function ShowMore({ showMore, loadingMore, children = "Show more" }: ShowMoreProps) {
  if (!showMore) return null;
  return (
    <Button look="quiet" className="mt-2" aria-busy={loadingMore} onClick={showMore}>
      {children}
    </Button>
  );
}
