import { readStored, writeStored } from "@/lib/stored";

const key = (workspaceId: string) => `ma.layout.${workspaceId}`;
const FIRST_GUESS = "4 12 8";

/** How many tiles each section had last time, so that the skeleton has the size of what comes. */
export const rememberLayout = (workspaceId: string, sizes: string) =>
  writeStored(key(workspaceId), sizes);

const todayKey = (workspaceId: string) => `ma.today.${workspaceId}`;

/** The same for the cards of today. */
export const rememberToday = (workspaceId: string, count: number) =>
  writeStored(todayKey(workspaceId), String(count));

export function expectedToday(workspaceId: string): number | null {
  const count = Number(readStored(todayKey(workspaceId)) ?? Number.NaN);
  return [0, 1, 2, 3].includes(count) ? count : null;
}

export function expectedLayout(workspaceId: string): number[] {
  const sizes = (readStored(key(workspaceId)) ?? FIRST_GUESS).split(" ").map(Number);
  return sizes.filter((size) => Number.isInteger(size) && size > 0 && size < 100);
}
