// What the makers of a data source call it; the server knows it by a word of small letters. Pure.
const names: Record<string, string> = {
  duckdb: 'DuckDB',
  sqlite: 'SQLite',
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  clickhouse: 'ClickHouse',
  odbc: 'ODBC',
};

export function sourceName(source: string): string {
  return names[source] ?? source;
}
