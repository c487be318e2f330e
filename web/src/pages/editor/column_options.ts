// What completion offers of the tables' columns, wherever a name may stand. Pure.
export interface ColumnOption {
  label: string;
  detail: string; // whose it is
  apply: string; // as it is written in SQL
  boost: number; // before keywords; those of tables that the text names first of all
}

const TABLES_NAMED = 2; // of a column that many tables have

const bare = (name: string) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);

/** `tables` and their columns as they are written in SQL; `text` is what is being written. */
export function columnOptions(tables: Record<string, string[]>, text: string): ColumnOption[] {
  const spoken = text.toLowerCase();
  const owners = new Map<string, string[]>();
  for (const [table, columns] of Object.entries(tables))
    for (const column of columns) owners.set(column, [...(owners.get(column) ?? []), table]);
  return [...owners].map(([column, of]) => {
    const named = of.filter((table) => spoken.includes(bare(table).toLowerCase()));
    const shown = (named.length ? named : of).slice(0, TABLES_NAMED).map(bare).join(', ');
    return {
      label: bare(column),
      detail: of.length > TABLES_NAMED && !named.length ? `${shown} …` : shown,
      apply: column,
      boost: named.length ? 40 : 20,
    };
  });
}
