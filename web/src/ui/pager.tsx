import { formatCount } from "@/lib/format";
import { IconButton } from "./button";

interface PagerProps {
  page: number;
  perPage: number;
  total: number;
  onPage: (page: number) => void;
}

export function Pager({ page, perPage, total, onPage }: PagerProps) {
  const first = total === 0 ? 0 : page * perPage + 1;
  const last = Math.min(total, (page + 1) * perPage);
  return (
    <div className="flex items-center gap-1 text-12 text-faint">
      <span>
        {formatCount(first)}–{formatCount(last)} of {formatCount(total)}
      </span>
      <IconButton
        icon="left"
        label="Previous page"
        disabled={page === 0}
        onClick={() => onPage(page - 1)}
      />
      <IconButton
        icon="right"
        label="Next page"
        disabled={last >= total}
        onClick={() => onPage(page + 1)}
      />
    </div>
  );
}
