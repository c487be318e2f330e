// Connections and what they hold, for those who write queries.
import { get, list } from './client';
import type { TableData } from './types';

export interface Connection {
  name: string;
  source: string;
}

export interface SchemaTable {
  name: string;
  schema?: string;
  kind: 'table' | 'view' | 'file';
  rows?: number | null;
  columns: { name: string; type: string }[];
  problem?: string; // why it cannot be read
}

export interface Schema {
  tables: SchemaTable[];
  complete: boolean;
}

// Every connection, a page of a thousand after the other.
export async function allConnections(signal?: AbortSignal): Promise<Connection[]> {
  const all: Connection[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: Connection[]; next: string | null } = await list<Connection>(
      '/v1/connections',
      { limit: 1000, cursor },
      { signal },
    );
    all.push(...page.items);
    cursor = page.next;
  } while (cursor && all.length < 10_000);
  return all;
}

export function connectionPath(name: string): string {
  return `/v1/connections/${encodeURIComponent(name)}`;
}

// The first rows of a table.
export function sampleOf(
  connection: string,
  table: string,
  limit: number,
  signal?: AbortSignal,
): Promise<TableData> {
  const path = `${connectionPath(connection)}/tables/${encodeURIComponent(table)}/sample`;
  return get<TableData>(path, { limit }, { signal });
}

export function schemaOf(
  connection: string,
  query: { dashboard_id?: string; refresh?: 1 } = {},
  signal?: AbortSignal,
): Promise<Schema> {
  return get<Schema>(`${connectionPath(connection)}/schema`, query, { signal });
}

const plainWord = /^[A-Za-z_][A-Za-z0-9_]*$/;

// A name as SQL takes it: in quotes where it must.
export function quoted(name: string): string {
  return plainWord.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

// The table as a query names it: with its schema where it is not the usual one.
export function tableName(table: SchemaTable): string {
  const usual = !table.schema || table.schema === 'main' || table.schema === 'public';
  return usual ? quoted(table.name) : `${quoted(table.schema ?? '')}.${quoted(table.name)}`;
}

export function startOf(table: SchemaTable): string {
  const columns = table.columns.slice(0, 30).map((column) => quoted(column.name));
  return `SELECT ${columns.length ? columns.join(', ') : '*'}\nFROM ${tableName(table)}\nLIMIT 100`;
}
