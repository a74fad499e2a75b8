import { useInfiniteQuery } from "@tanstack/react-query";

interface PageOf<Item> {
  items: readonly Item[];
  next_cursor: string | null;
}

/** A list that is read page by page, the newest first; `showMore` is null where it ends. */
export function usePages<Item>(
  queryKey: readonly unknown[],
  read: (query: { cursor?: string; limit: number }) => Promise<PageOf<Item>>,
  limit = 50,
) {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    {
      queryKey,
      queryFn: ({ pageParam }) => read({ limit, ...(pageParam && { cursor: pageParam }) }),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.next_cursor,
    },
  );
  return {
    items: data?.pages.flatMap(({ items }) => items),
    error: data ? null : error,
    refetch,
    showMore: hasNextPage ? () => void fetchNextPage() : null,
    loadingMore: isFetchingNextPage,
  };
}
