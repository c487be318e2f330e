// What the stream has told of the rows of a list since they were fetched. What was told before that is older than they
// are: it is let go, so that it never covers a newer answer.
export class Told<T extends { id: number }> {
  #rows = $state.raw<Record<number, { row: T; at: number }>>({});

  // `since`: when the list was asked for, by the page's clock (Resource.askedAt).
  tell(row: T, since: number): void {
    const kept = Object.entries(this.#rows).filter(([, { at }]) => at >= since);
    this.#rows = { ...Object.fromEntries(kept), [row.id]: { row, at: performance.now() } };
  }
  // The newer of a row as it was fetched and as it was told.
  newest(row: T, since: number): T {
    const told = this.#rows[row.id];
    return told && told.at >= since ? told.row : row;
  }
}
