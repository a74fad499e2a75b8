import type { Change } from "@/api/types";
import { describeChange, formatDayRange, formatValue } from "@/lib/format";
import { ChangeMark } from "@/ui/figure";

type Breakdown = Change["breakdowns"][number];
type Driver = Breakdown["drivers"][number];

const MOST_DRIVERS = 4;
const MOST_PARTS = 3;

/** The API writes exact decimals as text. */
const amount = (text: string | null) => (text === null ? null : Number(text));

function signed(value: number, change: Change): string {
  const text = formatValue(Math.abs(value), change.unit, change.currency);
  return value > 0 ? `+${text}` : `−${text}`;
}

/** Its part of the whole change, left of the middle where it took away. */
function Bar({ size, most }: { size: number; most: number }) {
  const width = most > 0 ? (Math.abs(size) / most) * 50 : 0;
  return (
    <span aria-hidden="true" className="relative block h-3.5">
      <i className="absolute inset-y-0 left-1/2 w-px bg-line" />
      <i
        className="absolute top-1 h-1.5 min-w-px rounded-[1.5px] bg-(--chart-actual)"
        style={
          size < 0 ? { right: "50%", width: `${width}%` } : { left: "50%", width: `${width}%` }
        }
      />
    </span>
  );
}

function DriverRow({ driver, most, change }: { driver: Driver; most: number; change: Change }) {
  const size = Number(driver.contribution);
  return (
    <tr>
      <td className="wrap-anywhere">{driver.label}</td>
      <td>
        <Bar size={size} most={most} />
      </td>
      <td className="whitespace-nowrap">{signed(size, change)}</td>
    </tr>
  );
}

function Part({ part, change }: { part: Breakdown; change: Change }) {
  const drivers = part.drivers.slice(0, MOST_DRIVERS);
  const most = Math.max(...drivers.map((one) => Math.abs(Number(one.contribution))), 0);
  return (
    <table className="ledger table-fixed">
      <caption className="pt-2 text-left text-12 font-medium text-soft">
        {part.label}
        {part.overlap && <span className="font-normal text-faint">, where {part.overlap}</span>}
      </caption>
      <colgroup>
        <col className="w-[38%]" />
        <col />
        <col className="w-[30%]" />
      </colgroup>
      <tbody>
        {drivers.map((driver) => (
          <DriverRow key={driver.label} {...{ driver, most, change }} />
        ))}
      </tbody>
    </table>
  );
}

/** What became of a figure and what drove it. */
export function ChangeView({ change }: { change: Change }) {
  const { unit, currency, better, window, previous } = change;
  const moved = describeChange({
    change: unit === "percent" ? amount(change.change) : amount(change.change_pct),
    isNew: false,
    unit,
    better,
  });
  return (
    <div className="grid gap-2">
      <div>
        <p className="text-12 text-faint">
          {change.label}, {formatDayRange(window.start, window.end)}
        </p>
        <p className="flex flex-wrap items-baseline gap-x-2.5">
          <strong className="text-22 font-semibold tracking-[-0.02em]">
            {formatValue(amount(change.value), unit, currency)}
          </strong>
          <ChangeMark change={moved} className="text-13" />
        </p>
        <p className="text-12 text-faint">
          from {formatValue(amount(change.before), unit, currency)},{" "}
          {formatDayRange(previous.start, previous.end)}
        </p>
      </div>
      {change.breakdowns.slice(0, MOST_PARTS).map((part) => (
        <Part key={part.label} part={part} change={change} />
      ))}
    </div>
  );
}
