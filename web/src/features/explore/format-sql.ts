/** The statement laid out line by line. The formatter is fetched with the first use. */
export async function formatSql(sql: string): Promise<string> {
  const { duckdb, formatDialect } = await import("sql-formatter");
  return formatDialect(sql, {
    dialect: duckdb,
    keywordCase: "upper",
    tabWidth: 2,
    expressionWidth: 80,
  });
}
