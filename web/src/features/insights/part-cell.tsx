import type { InsightColumn, InsightPart } from "@/api/types";
import { cellText, isNumber } from "@/blocks/insight-cell";
import type { Grain } from "@/charts/prepare/answer";
import { cx } from "@/lib/cx";
import { describeChange, grown } from "@/lib/format";
import { ChangeMark } from "@/ui/figure";
import { CellLink } from "./cell-link";
import { MemberLink } from "./member-link";
import type { Shown } from "./part-columns";

export const isText = ({ unit }: InsightColumn) => unit === "text" || unit === "date";
/** Names of this many characters stand in one line. */
const SHORT = 22;

type Row = InsightPart["rows"][number];

interface PartCellProps {
  part: InsightPart;
  row: Row;
  shown: Shown;
  currency: string;
  /** What its days stand for. */
  step: Grain | undefined;
  /** How the first column keeps in sight. */
  stays: string | undefined;
  /** How long the first figure is against the greatest of all, where that is drawn. */
  length: number | null;
}

/** A way to more about the row: only ever a path of this app. */
function LinkCell({ to, label }: { to: unknown; label: string }) {
  const path = typeof to === "string" && /^\/(?![/\\])/.test(to) ? to : null;
  return (
    <td className="whitespace-nowrap text">{path && <CellLink href={path}>{label}</CellLink>}</td>
  );
}

interface ChangedProps {
  change: unknown;
  /** The figure that moved, and what it was where that is told. */
  value: unknown;
  before: unknown;
  column: InsightColumn;
}

function Changed({ change, value, before, column: { better } }: ChangedProps) {
  const cells = [value, before];
  const moved = grown({ change: isNumber(change) ? change : null, cells, better });
  const isNew = moved === null && before === 0 && isNumber(value) && value !== 0;
  const told = describeChange({ change: moved, isNew, unit: "count", better });
  return <ChangeMark change={told} />;
}

/** How long a figure is against the greatest of its column. */
function Length({ share }: { share: number }) {
  return (
    <i
      aria-hidden="true"
      className="mt-1 block h-[3px] rounded-[1px] bg-(--chart-actual)"
      style={{ width: `${Math.max(2, share * 100)}%` }}
    />
  );
}

function ChangeCell({ part, row, shown: { column, at } }: PartCellProps) {
  const figure = part.columns.findLastIndex(({ role }, place) => place < at && role === "value");
  const was = part.columns[at - 1]?.role === "previous" ? row[at - 1] : null;
  return (
    <td>
      <Changed change={row[at]} value={row[figure]} before={was} column={column} />
      {!isNumber(row[at]) && was !== 0 && <span className="text-faint">–</span>}
    </td>
  );
}

/** A figure with how it moved under it; what it was is said to those who ask. */
function FigureCell({ part, row, shown, currency }: PartCellProps) {
  const { column, at, previousAt, changeAt } = shown;
  const [value, before] = [row[at], previousAt === null ? null : row[previousAt]];
  const was = isNumber(before) ? `from ${cellText(before, column, currency)}` : undefined;
  const mark = changeAt === null ? column : part.columns[changeAt];
  const text = cellText(value, column, currency);
  return (
    <td
      title={was}
      className={cx(
        "whitespace-nowrap",
        (text === "–" || column.role === "previous") && "text-faint",
      )}
    >
      {text}
      {changeAt !== null && mark && (
        <span className="block leading-4">
          <Changed change={row[changeAt]} value={value} before={before} column={mark} />
          {was && <span className="sr-only">, {was}</span>}
        </span>
      )}
    </td>
  );
}

/** A cell of a table, as its column says what it is. */
export function PartCell(props: PartCellProps) {
  const { row, shown, currency, step, stays, length } = props;
  const { column, at } = shown;
  const cell = row[at];
  if (column.role === "link") return <LinkCell to={cell} label={column.label} />;
  if (column.role === "change") return <ChangeCell {...props} />;
  if (!isText(column) && at > 0) return <FigureCell {...props} />;
  const text = cellText(cell, column, currency, step);
  const short = column.unit === "date" || text.length <= SHORT;
  const whole = short && !text.includes(" ");
  return (
    <td
      className={cx(
        isText(column) && "max-w-[420px] text",
        short && "whitespace-nowrap",
        short && !whole && "max-rail:whitespace-normal",
        !short && "min-w-[150px]",
        stays,
        text === "–" && "text-faint",
      )}
    >
      {column.opens && typeof cell === "string" && cell ? (
        <MemberLink split={column.opens} member={cell} />
      ) : (
        text
      )}
      {length !== null && <Length share={length} />}
    </td>
  );
}
