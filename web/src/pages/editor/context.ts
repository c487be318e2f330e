// What the parts of the editor share: the document with its history, and what is known of the queries' columns.
import { createContext } from 'svelte';
import type { Connection } from '../../api/connections';
import type { Editor } from './editor.svelte';
import type { ColumnBook } from './query_columns.svelte';

export interface EditorContext {
  editor: Editor;
  book: ColumnBook;
  connections: () => Connection[]; // that queries may ask; none until they are fetched
  filled: Set<string>; // widgets whose columns were guessed from their query: once, so that undo holds
}

export const [editorContext, setEditorContext] = createContext<EditorContext>();
