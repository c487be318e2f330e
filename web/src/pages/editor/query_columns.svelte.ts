// Which columns the queries of the dashboard return, as the source said last: what the panels offer to choose from.
// A query is asked again only when it, or what it reads, has changed.
import { post, sentence } from '../../api/client';
import type { Column, DashboardDocument, Query, TableData } from '../../api/types';
import { triedLiterals } from './typed_value';

export interface QueryColumns {
  columns: Column[];
  error: string; // why they are not known, in the server's words
  loading: boolean;
}

export const unknown: QueryColumns = { columns: [], error: '', loading: false };

// The body of POST /v1/queries/preview for a query of the document.
export function previewOf(
  document: DashboardDocument,
  query: Query,
  values: Record<string, string>,
  maxRows: number,
): Record<string, unknown> {
  const parameters = document.parameters ?? [];
  return {
    connection: query.connection,
    sql: query.sql,
    parameters: parameters.map(({ name, type, default: fallback }) => ({
      name,
      type,
      default: fallback ?? null,
    })),
    values: triedLiterals(parameters, values),
    datasets: document.datasets ?? [],
    dashboard_id: document.id,
    max_rows: maxRows,
  };
}

export class ColumnBook {
  #known = $state.raw<Record<string, QueryColumns>>({}); // by what was asked
  #running = new Set<string>();

  of(document: DashboardDocument, name: string | undefined): QueryColumns {
    const query = document.queries.find((each) => each.name === name);
    return (query && this.#known[this.#key(document, query)]) ?? unknown;
  }
  // Asks unless it is known. Values to try do not change which columns there are.
  async look(document: DashboardDocument, name: string | undefined): Promise<void> {
    const query = document.queries.find((each) => each.name === name);
    if (!query?.connection || !query.sql.trim()) return;
    const key = this.#key(document, query);
    if (this.#running.has(key) || (this.#known[key] && !this.#known[key].error)) return;
    this.#running.add(key);
    this.#note(key, { columns: [], error: '', loading: true });
    try {
      const table = await post<TableData>('/v1/queries/preview', previewOf(document, query, {}, 1));
      this.#note(key, { columns: table.columns, error: '', loading: false });
    } catch (thrown) {
      this.#note(key, { columns: [], error: sentence(thrown), loading: false });
    }
    this.#running.delete(key);
  }
  // What a run of the query has shown.
  learn(document: DashboardDocument, query: Query, columns: Column[]): void {
    this.#note(this.#key(document, query), { columns, error: '', loading: false });
  }
  #key(document: DashboardDocument, query: Query): string {
    return JSON.stringify([query.connection, query.sql, document.parameters ?? [], document.datasets ?? []]);
  }
  #note(key: string, { columns, error, loading }: QueryColumns): void {
    // A query may return a name twice; only the first can be chosen by it.
    const once = columns.filter(({ name }, at) => columns.findIndex((each) => each.name === name) === at);
    this.#known = { ...this.#known, [key]: { columns: once, error, loading } };
  }
}
