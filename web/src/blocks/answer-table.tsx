"use client";
import { useMemo, useState } from "react";
import {
  type AnswerData,
  type Cell,
  figureText,
  type Grain,
  type Group,
  groupText,
  type Layout,
  layoutOf,
  type Measure,
  numberAt,
  type Row,
} from "@/charts/prepare/answer";
import { type BarPlace, barPlaces } from "@/charts/prepare/answer-series";
import { cx } from "@/lib/cx";
import { formatCount, formatValue } from "@/lib/format";
import { Button } from "@/ui/button";
import { ScrollBox } from "@/ui/scroll-box";
import { type Betters, Moved } from "./moved";

const FIRST_ROWS = 12;

type Place = (value: number | null) => BarPlace | null;

/** A bar beside its figure; the dotted line below it is what it is compared with. */
function Bar({ row, measure, place }: { row: Row; measure: Measure; place: Place }) {
  const now = place(numberAt(row, measure.at));
  const before = place(numberAt(row, measure.previousAt));
  const style = ({ left, width }: BarPlace) => ({ left: `${left}%`, width: `${width}%` });
  return (
    <span className="relative block h-3.5 w-full">
      {now && (
        <i
          className={cx(
            "absolute h-1.5 min-w-px rounded-[1.5px] bg-(--chart-actual)",
            before ? "top-0.5" : "top-1",
          )}
          style={style(now)}
        />
      )}
      {before && (
        <i
          className="absolute bottom-0.5 border-t-2 border-dotted border-(--chart-previous)"
          style={style(before)}
        />
      )}
    </span>
  );
}

function Head({ layout, bars }: { layout: Layout; bars: boolean }) {
  return (
    <tr>
      {layout.groups.map(({ column }) => (
        <th key={column.name} className="text">
          {column.label}
        </th>
      ))}
      {bars && <td aria-hidden="true" className="w-[34%] max-sm:w-[22%]" />}
      {layout.measures.map((measure) => [
        <th key={measure.key}>{measure.label}</th>,
        measure.previousAt !== null && (
          <th key="before" className="max-sm:hidden">
            Before
          </th>
        ),
        measure.changeAt !== null && <th key="change">Change</th>,
      ])}
    </tr>
  );
}

interface CellsProps {
  row: Row;
  measure: Measure;
  currency: string;
  betterOf: Betters;
}

function MeasureCells({ row, measure, currency, betterOf }: CellsProps) {
  return (
    <>
      <td className="whitespace-nowrap">{figureText(row, measure, currency)}</td>
      {measure.previousAt !== null && (
        <td className="whitespace-nowrap text-soft max-sm:hidden">
          {formatValue(numberAt(row, measure.previousAt), measure.unit, currency)}
        </td>
      )}
      {measure.changeAt !== null && (
        <td>
          <Moved {...{ row, measure, betterOf }} />
        </td>
      )}
    </>
  );
}

/** A value of a split was chosen. */
export type OnPickValue = (field: string, value: Cell) => void;

interface GroupCellProps {
  row: Row;
  group: Group;
  grain: Grain;
  onPick?: OnPickValue | undefined;
}

function GroupCell({ row, group, grain, onPick }: GroupCellProps) {
  const { column, at } = group;
  const text = groupText(row, group, grain);
  const pickable = onPick && column.role === "dimension";
  return (
    <td className={cx("text", row[at] === null && "text-faint")}>
      {pickable ? (
        <button
          type="button"
          title={`Only ${text}, over time`}
          onClick={() => onPick(column.of ?? column.name, row[at] ?? null)}
          className="text-left hover:underline hover:underline-offset-2 max-rail:-my-[7px] max-rail:inline-flex max-rail:min-h-11 max-rail:items-center"
        >
          {text}
        </button>
      ) : (
        text
      )}
    </td>
  );
}

interface AnswerTableProps {
  data: AnswerData;
  /** Whether the first figure carries its bar. */
  bars: boolean;
  betterOf: Betters;
  /** What the rows are of, where a page shows several answers. */
  label?: string;
  /** Makes values of a split something to choose. */
  onPick?: OnPickValue;
}

function usePlace(rows: readonly Row[], first: Measure | undefined): Place {
  return useMemo(() => {
    const column = (at: number | null) => (first ? rows.map((row) => numberAt(row, at)) : []);
    return barPlaces(column(first?.at ?? null), column(first?.previousAt ?? null));
  }, [rows, first]);
}

/** Every row of an answer, the first dozen at first. */
export function AnswerTable({
  data,
  bars,
  betterOf,
  label = "the answer",
  onPick,
}: AnswerTableProps) {
  const layout = useMemo(() => layoutOf(data.columns), [data]);
  const [all, setAll] = useState(false);
  const rows = useMemo(() => (all ? data.rows : data.rows.slice(0, FIRST_ROWS)), [data, all]);
  const first = bars ? layout.measures[0] : undefined;
  const place = usePlace(rows, first);
  return (
    <div>
      <ScrollBox label={`Rows of ${label}`}>
        <table className={cx("ledger", onPick && "max-rail:[&_td]:align-middle")}>
          <thead>
            <Head layout={layout} bars={first !== undefined} />
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer stand in a fixed order
              <tr key={index}>
                {layout.groups.map((group) => (
                  <GroupCell
                    key={group.column.name}
                    {...{ row, group, onPick, grain: data.grain }}
                  />
                ))}
                {first && (
                  <td aria-hidden="true" className="align-middle">
                    <Bar row={row} measure={first} place={place} />
                  </td>
                )}
                {layout.measures.map((measure) => (
                  <MeasureCells
                    key={measure.key}
                    {...{ row, measure, betterOf, currency: data.currency }}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {data.rows.length > rows.length && (
        <Button look="quiet" className="mt-1 -ml-2" onClick={() => setAll(true)}>
          Show all {formatCount(data.rows.length)} rows
        </Button>
      )}
      {data.truncated && (
        <p className="mt-2 text-12 text-faint">
          There are more rows than are shown here. Ask for a shorter time or the top 100.
        </p>
      )}
    </div>
  );
}
