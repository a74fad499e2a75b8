interface ProgressProps {
  /** 0 to 1; `null` while nobody knows how much there is. */
  fraction: number | null;
  label: string;
}

export function Progress({ fraction, label }: ProgressProps) {
  const percent = fraction === null ? null : Math.round(fraction * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      className="h-1 overflow-hidden rounded-full bg-sunk"
    >
      <div
        className={`h-full rounded-full bg-(--chart-actual) transition-[width] duration-300 ${percent === null ? "w-1/3 animate-pulse" : ""}`}
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
