"use client";
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { AlertSearch } from "@/api/alert-state";
import { KINDS, STATUSES } from "@/blocks/alert-words";

export const PER_PAGE = 25;

const keysOf = <Key extends string>(words: Record<Key, string>) => Object.keys(words) as Key[];

export const STATUS_CHOICES = keysOf(STATUSES).map((value) => ({ value, label: STATUSES[value] }));

const ANY = "any";
export const KIND_CHOICES = [
  { value: ANY, label: "Any" },
  ...keysOf(KINDS).map((value) => ({ value, label: KINDS[value] })),
] as const;

const CHOSEN = {
  status: parseAsStringLiteral(keysOf(STATUSES)).withDefault("open"),
  kind: parseAsStringLiteral([ANY, ...keysOf(KINDS)]).withDefault(ANY),
  page: parseAsInteger.withDefault(1),
};

/** Which alerts are listed, as the URL has it. Another choice begins with the first page. */
export function useSearch() {
  const [{ status, kind, page }, choose] = useQueryStates(CHOSEN);
  const at = Math.max(0, page - 1);
  const search: AlertSearch = {
    status,
    ...(kind !== ANY && { kind }),
    limit: PER_PAGE,
    offset: at * PER_PAGE,
  };
  return {
    search,
    status,
    kind,
    page: at,
    setStatus: (next: typeof status) => void choose({ status: next, page: null }),
    setKind: (next: typeof kind) => void choose({ kind: next, page: null }),
    setPage: (next: number) => void choose({ page: next + 1 }),
    clear: () => void choose(null),
  };
}
