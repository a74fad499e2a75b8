/** The product's own 16-pixel line icons, drawn in the colour of the text beside them. */
const PATHS = {
  summary:
    "M3 2h3a1 1 0 011 1v3a1 1 0 01-1 1H3a1 1 0 01-1-1V3a1 1 0 011-1zM10 2h3a1 1 0 011 1v3a1 1 0 01-1 1h-3a1 1 0 01-1-1V3a1 1 0 011-1zM3 9h3a1 1 0 011 1v3a1 1 0 01-1 1H3a1 1 0 01-1-1v-3a1 1 0 011-1zM10 9h3a1 1 0 011 1v3a1 1 0 01-1 1h-3a1 1 0 01-1-1v-3a1 1 0 011-1z",
  imports: "M8 10V2M5 5l3-3 3 3M2 10v3.500h12V10",
  settings:
    "M8 6a2 2 0 110 4 2 2 0 010-4zM8 1.800v1.700M8 12.500v1.700M14.200 8h-1.700M3.500 8H1.800M12.400 3.600l-1.200 1.200M4.800 11.200l-1.200 1.200M12.400 12.400l-1.200-1.200M4.800 4.800L3.600 3.600",
  down: "M4 6l4 4 4-4",
  right: "M6 4l4 4-4 4",
  left: "M10 4L6 8l4 4",
  check: "M3 8.500l3.200 3L13 4.500",
  close: "M4 4l8 8M12 4l-8 8",
  pin: "M9.800 1.800l4.400 4.400-2.600.9-2.700 2.700-.3 3.200-5.600-5.600 3.200-.3 2.700-2.700zM5.300 10.700L1.800 14.200",
  download: "M8 2v8M5 7l3 3 3-3M2.500 13.500h11",
  copy: "M5.500 5.500V3.200A1.200 1.200 0 016.700 2h6.100A1.200 1.200 0 0114 3.200v6.100a1.200 1.200 0 01-1.200 1.200h-2.300M3.200 5.500h6.100a1.200 1.200 0 011.200 1.200v6.100A1.200 1.200 0 019.300 14H3.200A1.200 1.200 0 012 12.800V6.700a1.200 1.200 0 011.200-1.200z",
  link: "M6.500 9.500l3-3M7 4.500l1.300-1.300a3 3 0 014.300 4.300L11.200 9M9 11.500l-1.300 1.300a3 3 0 01-4.300-4.300L4.800 7",
  search: "M7 2.500a4.500 4.500 0 110 9 4.500 4.500 0 010-9zM10.500 10.500L14 14",
  calendar:
    "M3.500 3h9A1.500 1.500 0 0114 4.500v8a1.500 1.500 0 01-1.500 1.500h-9A1.500 1.500 0 012 12.500v-8A1.500 1.500 0 013.500 3zM2 6.500h12M5 1.500v3M11 1.500v3",
  folder: "M1.800 12.500v-9h4.400l1.500 2h6.500v7a1 1 0 01-1 1H2.800a1 1 0 01-1-1z",
  file: "M4 1.800h5l3.200 3.200v9.200H4zM9 1.800V5h3.200",
  more: "M3 8h.01M8 8h.01M13 8h.01",
  theme: "M8 2a6 6 0 100 12A6 6 0 008 2zM8 2v12",
  exit: "M6 2.500H3v11h3M10 5l3 3-3 3M13 8H6.500",
  help: "M8 1.800a6.200 6.200 0 110 12.400A6.200 6.200 0 018 1.800zM6.200 6.300A1.900 1.900 0 018 4.900c1 0 1.900.7 1.900 1.700 0 1.300-1.900 1.500-1.900 2.700M8 11.300v.1",
  plus: "M8 3v10M3 8h10",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 15 }: { name: IconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className="shrink-0"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" ? 2 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
