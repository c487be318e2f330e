// Where in the editor a field of the document is edited: the server's dotted path to a tab, an item of it and the key
// of a control. Pure.
import type { DashboardDocument, Warning } from '../../api/types';
import { asSentence } from '../../lib/words';
import { widgetName } from './document';

export type Tab = 'layout' | 'queries' | 'parameters' | 'settings';

export interface Place {
  tab: Tab;
  widget?: string; // id
  query?: string; // name
  parameter?: number;
  key: string; // "chart.y", "columns[2].field", "sql", "name"
}

export interface Finding extends Warning {
  place: Place;
}

// "widgets[1].chart.y[0]" is the control "chart.y" of that widget.
export function placeOf(field: string, document: DashboardDocument): Place {
  const path = field.replace(/^dashboard\./, '');
  const match = /^(widgets|queries|parameters)\[(\d+)\]\.?(.*)$/.exec(path);
  if (!match) {
    const layout = /^(widgets$|template_)/.test(path);
    return { tab: layout ? 'layout' : 'settings', key: path.replace(/[[.].*$/, '') };
  }
  const [, list, digits, rest = ''] = match;
  const index = Number(digits);
  const key = rest.replace(/\[\d+\]$/, '');
  if (list === 'widgets') return { tab: 'layout', widget: document.widgets[index]?.id, key };
  if (list === 'queries') return { tab: 'queries', query: document.queries[index]?.name, key };
  return { tab: 'parameters', parameter: index, key };
}

export function findingsOf(findings: Warning[], document: DashboardDocument): Finding[] {
  return findings.map((finding) => ({ ...finding, place: placeOf(finding.field, document) }));
}

// The server's words without the path that stands in front of them: the control beside them says where.
export function inPlace(detail: string): string {
  const words = detail
    .replace(/^dashboard\./, '')
    .replace(/^template_html, (?=line \d)/, '')
    .replace(/^(widgets|queries|parameters|datasets)\[\d+\]\.((chart|grid)\.)?/, '');
  return asSentence(words);
}

// What is said about one control; "" when nothing is. A control of a list also speaks for the items in it.
export function said(findings: Finding[], at: Partial<Place>): string {
  const found = findings.find(
    ({ place }) =>
      (at.tab === undefined || place.tab === at.tab) &&
      place.widget === at.widget &&
      place.query === at.query &&
      place.parameter === at.parameter &&
      (at.key === undefined || place.key === at.key),
  );
  return found ? inPlace(found.detail) : '';
}

// In words, where something is: "Revenue by month", "query orders".
export function placeInWords(place: Place, document: DashboardDocument): string {
  if (place.widget) {
    const widget = document.widgets.find((each) => each.id === place.widget);
    return widget ? widgetName(widget) : place.widget;
  }
  if (place.query) return `query ${place.query}`;
  if (place.parameter !== undefined)
    return `parameter ${document.parameters?.[place.parameter]?.name || place.parameter + 1}`;
  return {
    layout: 'the layout',
    queries: 'the queries',
    parameters: 'the parameters',
    settings: 'the settings',
  }[place.tab];
}
