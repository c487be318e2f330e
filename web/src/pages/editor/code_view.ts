// An editor for SQL and other text: CodeMirror in a shadow root, where its styles are adopted sheets that the strict
// policy for styles lets stand. Colours are our tokens. Tab leaves it, as in every field. Loaded when first opened.
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type Completion,
  type CompletionContext,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { PostgreSQL, SQLite, sql } from '@codemirror/lang-sql';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { columnOptions } from './column_options';

export interface CodeHints {
  tables: Record<string, string[]>; // with their columns
  parameters: string[]; // without the $
  source: string; // of the connection: chooses the dialect
}

export interface CodeOptions {
  text: string;
  label: string;
  language: 'sql' | 'plain';
  hint: string; // while it is empty
  onChange: (text: string) => void;
  onRun?: () => void; // Ctrl or Cmd with Enter
}

const ours = Annotation.define<boolean>(); // a text that the page put there

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--paper)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: "ui-monospace, 'SFMono-Regular', 'DejaVu Sans Mono', Menlo, Consolas, monospace",
    lineHeight: '1.55',
  },
  '.cm-content': { caretColor: 'var(--ink)', padding: '10px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { color: 'var(--secondary)', backgroundColor: 'var(--zebra)', border: '0' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': {
    backgroundColor: 'color-mix(in srgb, var(--selected) 45%, transparent)',
  },
  '.cm-activeLineGutter': { backgroundColor: 'var(--selected)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 25%, transparent)',
  },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--warn) 22%, transparent)' },
  '.cm-placeholder': { color: 'var(--secondary)' },
  '.cm-tooltip': {
    border: '1px solid var(--hairline)',
    borderRadius: '6px',
    backgroundColor: 'var(--paper)',
    color: 'var(--ink)',
    boxShadow: '0 8px 24px rgb(10 14 20 / 18%)',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    color: 'var(--on-accent)',
    backgroundColor: 'var(--accent)',
  },
  '.cm-completionDetail': { color: 'inherit', opacity: '0.75' },
  '.cm-panels': { color: 'var(--ink)', backgroundColor: 'var(--zebra)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad)',
    textUnderlineOffset: '3px',
    backgroundColor: 'var(--bad-wash)',
  },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)' },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--categorical-4)' },
  { tag: [tags.comment], color: 'var(--secondary)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--categorical-4)' },
]);

function parameterCompletion(parameters: string[]) {
  const options: Completion[] = [...parameters, 'period_start', 'period_end', 'nominal_at'].map((name) => ({
    label: '$' + name,
    type: 'variable',
    detail: parameters.includes(name) ? 'parameter' : 'of each run',
  }));
  return (context: CompletionContext) => {
    const word = context.matchBefore(/\$\w*/);
    return word ? { from: word.from, options, validFor: /^\$\w*$/ } : null;
  };
}

// The language's own completion offers columns behind "table." alone.
function columnCompletion(tables: CodeHints['tables']) {
  return (context: CompletionContext) => {
    const word = context.matchBefore(/[\w"]+/);
    if (!word) return null;
    // There stands another thing: what is behind a point, a parameter, a table.
    const before = context.state.sliceDoc(Math.max(0, word.from - 12), word.from);
    if (/[.$]$|\b(from|join)\s+$/i.test(before)) return null;
    return {
      from: word.from,
      options: columnOptions(tables, context.state.doc.toString()),
      validFor: /^\w*$/,
    };
  };
}

function languageOf(language: 'sql' | 'plain', hints: CodeHints): Extension {
  if (language === 'plain') return [];
  const dialect = hints.source === 'sqlite' ? SQLite : PostgreSQL; // DuckDB's is PostgreSQL's
  const keywordCompletion = (label: string, type: string): Completion => ({ label, type, boost: -20 });
  const support = sql({ dialect, schema: hints.tables, upperCaseKeywords: true, keywordCompletion });
  return [
    support,
    support.language.data.of({ autocomplete: columnCompletion(hints.tables) }),
    support.language.data.of({ autocomplete: parameterCompletion(hints.parameters) }),
  ] satisfies Extension;
}

// Over a selection the browser would merge the lines itself and try to keep their look by style attributes, which the
// policy refuses aloud. So the text goes in by a transaction, past the handlers that close brackets.
const overSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    const text = event.data;
    if (event.inputType !== 'insertText' || empty || !text || view.composing) return false;
    const insert = () =>
      view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true });
    const handled = view.state
      .facet(EditorView.inputHandler)
      .some((handler) => handler(view, from, to, text, insert));
    if (!handled) view.dispatch(insert());
    return true;
  },
});

export class CodeView {
  #view: EditorView;
  #language = new Compartment();
  #options: CodeOptions;

  constructor(host: HTMLElement, options: CodeOptions) {
    this.#options = options;
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open', delegatesFocus: true });
    const frame = document.createElement('div');
    frame.style.height = '100%';
    root.replaceChildren(frame);
    this.#view = new EditorView({
      root,
      parent: frame,
      state: EditorState.create({ doc: options.text, extensions: this.#extensions() }),
    });
  }
  #extensions(): Extension[] {
    const { label, language, hint } = this.#options;
    const run = () => {
      this.#options.onRun?.();
      return true;
    };
    return [
      lineNumbers(),
      history(),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      search({ top: true }),
      autocompletion({ icons: false }),
      EditorView.lineWrapping,
      overSelection,
      keymap.of([
        { key: 'Mod-Enter', run, preventDefault: true },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...defaultKeymap,
        ...historyKeymap,
        ...searchKeymap,
      ]),
      placeholder(hint),
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !update.transactions.some((each) => each.annotation(ours)))
          this.#options.onChange(update.state.doc.toString());
      }),
      look,
      syntaxHighlighting(colours),
      this.#language.of(languageOf(language, { tables: {}, parameters: [], source: '' })),
    ];
  }
  // The text as the document has it, when it was changed elsewhere.
  setText(text: string): void {
    const { doc } = this.#view.state;
    if (doc.toString() === text) return;
    this.#view.dispatch({
      changes: { from: 0, to: doc.length, insert: text },
      annotations: ours.of(true),
    });
  }
  setHints(hints: CodeHints): void {
    this.#view.dispatch({
      effects: this.#language.reconfigure(languageOf(this.#options.language, hints)),
    });
  }
  // Marks the word at the offset, or nothing.
  setError(error: { offset: number; detail: string } | undefined): void {
    const { state } = this.#view;
    if (!error) return this.#view.dispatch(setDiagnostics(state, []));
    const from = Math.min(Math.max(0, error.offset), state.doc.length);
    const rest = state.doc.sliceString(from, from + 100);
    const word = /^([\w$".]+|\S)/.exec(rest)?.[0].length ?? 0;
    const start = word === 0 ? Math.max(0, from - 1) : from;
    const to = Math.min(state.doc.length, Math.max(start + 1, from + word));
    this.#view.dispatch(
      setDiagnostics(state, [{ from: start, to, severity: 'error', message: error.detail }]),
    );
  }
  goTo(offset: number): void {
    const anchor = Math.min(Math.max(0, offset), this.#view.state.doc.length);
    this.#view.dispatch({ selection: { anchor }, scrollIntoView: true });
    this.#view.focus();
  }
  // Puts a text where the cursor is.
  insert(text: string): void {
    this.#view.dispatch(this.#view.state.replaceSelection(text));
    this.#view.focus();
  }
  end(): void {
    this.#view.destroy();
  }
}
