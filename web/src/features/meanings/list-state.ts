import { useCallback, useState } from "react";

/** A search that returns to the first page whenever it changes. */
export function useSearch<Search extends { q?: string | null }>(first: Search) {
  const [search, setSearch] = useState(first);
  const [page, setPage] = useState(0);
  const narrow = useCallback((part: Partial<Search>) => {
    setSearch((old) => ({ ...old, ...part }));
    setPage(0);
  }, []);
  const find = useCallback((q: string) => narrow({ q: q || null } as Partial<Search>), [narrow]);
  return { search, page, setPage, narrow, find };
}

const ALPHABETIC = ["prompt", "key"];

/** Names run from A; everything else begins with the most. */
export const isDescending = (sort: string) => !ALPHABETIC.includes(sort);
