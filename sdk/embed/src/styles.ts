// The look, in the tokens of the server's pages; a host sets its own by --presstime-... . A constructed sheet, which a
// policy without inline styles allows.
const text = `
:host {
  --_paper: var(--presstime-paper, #ffffff);
  --_ink: var(--presstime-ink, #1b1f24);
  --_secondary: var(--presstime-secondary, #5b6470);
  --_hairline: var(--presstime-hairline, #e3e7ec);
  --_hover: var(--presstime-hover, #f1f3f5);
  --_field: var(--presstime-field-line, #868f9b);
  --_accent: var(--presstime-accent, #2f5fd0);
  --_on-accent: var(--presstime-on-accent, #ffffff);
  --_good: var(--presstime-good, #1a7f5a);
  --_bad: var(--presstime-bad, #c0392b);
  --_warn: var(--presstime-warn, #8a5a12);
  --_radius: var(--presstime-radius, 6px);
  --_gap: var(--presstime-gap, 18px);
  --_row: var(--presstime-row-height, 48px);
  display: block;
  container-type: inline-size;
  min-height: 120px;
  color: var(--_ink);
  font: 400 13.5px/1.45 var(--presstime-font, 'Inter Variable', Inter, 'Noto Sans', system-ui, sans-serif);
  font-variant-numeric: tabular-nums;
  color-scheme: light;
}
:host([hidden]) { display: none; }
:host([theme='dark']) {
  --_paper: var(--presstime-paper, #14181d); --_ink: var(--presstime-ink, #e8ebef); --_secondary: var(--presstime-secondary, #a3adb8);
  --_hairline: var(--presstime-hairline, #2c333b); --_hover: var(--presstime-hover, #1f252c); --_field: var(--presstime-field-line, #6b7683);
  --_accent: var(--presstime-accent, #7da0f2); --_on-accent: var(--presstime-on-accent, #10151c); --_good: var(--presstime-good, #4cbf91);
  --_bad: var(--presstime-bad, #f07a6b); --_warn: var(--presstime-warn, #e0ac55);
  color-scheme: dark;
}
@media (prefers-color-scheme: dark) {
  :host([theme='auto']) {
    --_paper: var(--presstime-paper, #14181d); --_ink: var(--presstime-ink, #e8ebef); --_secondary: var(--presstime-secondary, #a3adb8);
    --_hairline: var(--presstime-hairline, #2c333b); --_hover: var(--presstime-hover, #1f252c); --_field: var(--presstime-field-line, #6b7683);
    --_accent: var(--presstime-accent, #7da0f2); --_on-accent: var(--presstime-on-accent, #10151c); --_good: var(--presstime-good, #4cbf91);
    --_bad: var(--presstime-bad, #f07a6b); --_warn: var(--presstime-warn, #e0ac55);
    color-scheme: dark;
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
h2, h3, p, ul { margin: 0; padding: 0; }
h2, h3 { font-size: 13.5px; font-weight: 600; }
a { color: var(--_accent); text-underline-offset: 2px; }
button, input, select { font: inherit; color: inherit; }
button { min-height: 32px; padding: 4px 12px; border: 1px solid var(--_field); border-radius: var(--_radius); background: var(--_paper); cursor: pointer; }
button:hover { background: var(--_hover); }
button.primary { border-color: var(--_accent); background: var(--_accent); color: var(--_on-accent); }
button.bad { border-color: var(--_bad); color: var(--_bad); }
:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }
input:not([type='checkbox']), select { display: block; width: 100%; min-height: 34px; padding: 5px 9px; border: 1px solid var(--_field); border-radius: var(--_radius); background: var(--_paper); }
label { display: block; color: var(--_secondary); font-size: 12px; }
label > input, label > select { margin-top: 3px; color: var(--_ink); font-size: 13.5px; }
label.check { display: flex; align-items: center; gap: 7px; min-height: 30px; color: var(--_ink); font-size: 13.5px; }
label.check > input { margin: 0; width: 16px; height: 16px; accent-color: var(--_accent); }
.filters { display: flex; flex-wrap: wrap; align-items: end; gap: 12px; margin-bottom: var(--_gap); }
.filters label { flex: 0 1 200px; }
.filters label.check { flex: 0 0 auto; }
.grid { display: grid; grid-template-columns: repeat(12, minmax(0, 1fr)); grid-auto-rows: var(--_row); gap: var(--_gap); }
.card {
  position: relative; display: flex; flex-direction: column; min-width: 0; padding: 14px 16px;
  grid-column: calc(var(--x) + 1) / span var(--w); grid-row: calc(var(--y) + 1) / span var(--h);
  border: 1px solid var(--_hairline); border-radius: var(--_radius); background: var(--_paper);
}
.card > h2 { margin: 0 36px 8px 0; overflow-wrap: anywhere; }
.card.text { border-color: transparent; background: none; }
.card.kpi { padding: 0; overflow: hidden; }
.body { display: flex; flex: 1 1 auto; flex-direction: column; min-width: 0; min-height: 0; }
.body[aria-busy] > :not(.skeleton) { opacity: 0.55; }
.skeleton { flex: 1 1 auto; min-height: 48px; border-radius: var(--_radius); background: linear-gradient(90deg, var(--_hairline), var(--_hover), var(--_hairline)) 0 0 / 200% 100%; animation: wait 1.4s linear infinite; }
:host > .skeleton { min-height: 240px; }
@keyframes wait { to { background-position: -200% 0; } }
.figure { position: relative; flex: 1 1 auto; min-height: 0; }
.figure svg { display: block; width: 100%; height: 100%; }
.ring { position: absolute; top: 0; left: 0; border: 1.5px solid var(--_ink); border-radius: 2px; pointer-events: none; }
.tip { position: absolute; top: 0; left: 0; z-index: 2; display: flex; flex-direction: column; max-width: 240px; padding: 6px 9px; border-radius: var(--_radius); background: var(--_ink); color: var(--_paper); font-size: 12px; pointer-events: none; }
.note, .empty { margin-top: 6px; color: var(--_secondary); font-size: 12px; }
.note.cut { color: var(--_warn); }
.empty { margin: auto; font-size: 13.5px; }
.failed { margin: auto; padding: 8px; max-width: 60ch; text-align: center; }
.failed p { margin-bottom: 8px; color: var(--_bad); overflow-wrap: anywhere; }
.scroll { flex: 1 1 auto; min-height: 0; overflow: auto; }
table { width: 100%; border-collapse: separate; border-spacing: 0; font-size: 12.5px; }
th, td { padding: 4px 8px; border-bottom: 1px solid var(--_hairline); text-align: left; vertical-align: top; }
th { position: sticky; top: 0; z-index: 1; padding: 0; background: var(--_paper); color: var(--_secondary); font-weight: 600; }
th button { width: 100%; min-height: 26px; padding: 4px 8px; border: 0; background: none; color: inherit; font-weight: inherit; text-align: inherit; white-space: nowrap; }
th[aria-sort='ascending'] button::after { content: ' ↑'; }
th[aria-sort='descending'] button::after { content: ' ↓'; }
td.right, th.right { text-align: right; }
td.right, td.date, td.timestamp { white-space: nowrap; }
td.left { overflow-wrap: break-word; max-width: 36ch; }
tfoot td { position: sticky; bottom: 0; border-top: 1px solid var(--_secondary); border-bottom: 0; background: var(--_paper); font-weight: 600; }
.dot { display: inline-block; width: 8px; height: 8px; margin-right: 6px; border-radius: 50%; background: var(--_secondary); }
.bar { display: block; height: 3px; margin-top: 2px; }
.right > .bar { width: 96px; margin-left: auto; }
.fill { display: block; height: 100%; border-radius: 1.5px; background: var(--_secondary); }
.good { background: var(--_good); } .dot.bad, .fill.bad { background: var(--_bad); } .dot.warn, .fill.warn { background: var(--_warn); }
.menu { position: absolute; top: 8px; right: 8px; z-index: 3; }
.more { min-width: 32px; padding: 0; border-color: transparent; background: none; color: var(--_secondary); font-size: 18px; line-height: 1; }
.items { position: absolute; top: 34px; right: 0; display: flex; flex-direction: column; min-width: 190px; padding: 4px; border: 1px solid var(--_hairline); border-radius: var(--_radius); background: var(--_paper); box-shadow: 0 4px 16px rgb(0 0 0 / 14%); }
.items button { border: 0; text-align: left; white-space: nowrap; }
dialog { width: min(480px, calc(100vw - 24px)); max-height: calc(100vh - 24px); padding: 20px; border: 1px solid var(--_hairline); border-radius: calc(var(--_radius) + 2px); background: var(--_paper); color: var(--_ink); }
dialog::backdrop { background: rgb(10 14 20 / 45%); }
dialog[busy] { cursor: progress; }
dialog header { display: flex; justify-content: space-between; gap: 12px; margin-bottom: 12px; }
dialog h2 { font-size: 16.5px; overflow-wrap: anywhere; }
dialog .close { min-width: 32px; padding: 0; border: 0; background: none; font-size: 20px; }
dialog form { display: grid; gap: 12px; margin-top: 16px; padding-top: 16px; border-top: 1px solid var(--_hairline); }
dialog fieldset { margin: 0; padding: 0; border: 0; }
dialog legend { padding: 0; color: var(--_secondary); font-size: 12px; }
dialog form .primary { justify-self: start; }
.schedules ul { list-style: none; }
.schedules li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px; padding: 10px 0; border-bottom: 1px solid var(--_hairline); }
.schedules li:last-child { border-bottom: 0; }
.schedules small { display: block; color: var(--_secondary); font-size: 12px; }
.actions { display: flex; gap: 6px; }
.refused { margin-top: 12px; color: var(--_bad); }
@container (max-width: 640px) {
  .grid { grid-auto-rows: auto; }
  .card { grid-column: 1 / -1; grid-row: auto; min-height: calc(var(--h) * 40px); }
  .card.chart { min-height: 260px; }
  .card.table .scroll { max-height: 70vh; }
  .filters label { flex: 1 1 140px; }
}
@media (prefers-reduced-motion: reduce) { .skeleton { animation: none; } }
`;

let sheet: CSSStyleSheet | null = null;

export function adopt(root: ShadowRoot): void {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
  }
  root.adoptedStyleSheets = [sheet];
}
