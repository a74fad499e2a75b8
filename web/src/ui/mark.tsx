/** The product's mark: a marigold in ink. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <span
      aria-hidden="true"
      className="grid shrink-0 place-items-center rounded-[29%] bg-ink"
      style={{ width: size, height: size }}
    >
      <i className="size-[42%] rounded-full bg-accent" />
    </span>
  );
}
