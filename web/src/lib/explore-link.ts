interface Asked {
  question: object | null;
  sql: string | null;
}

const isSaid = ([, value]: [string, unknown]) =>
  value !== null && !(Array.isArray(value) && value.length === 0);

/** The address of Explore that asks the same: the parts of a question behind a dot, or the SQL. */
export function exploreLink({ question, sql }: Asked): string {
  if (sql !== null) return `/explore/?${new URLSearchParams({ view: "sql", sql })}`;
  const parts = Object.fromEntries(Object.entries(question ?? {}).filter(isSaid));
  return `/explore/?${new URLSearchParams({ q: `.${JSON.stringify(parts)}` })}`;
}
