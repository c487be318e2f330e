// What differs between two documents, in a sentence each: what somebody else has saved, or what is not saved yet. Pure.
import type { DashboardDocument } from '../../api/types';
import { diffDocuments, type Item } from '../dashboards/version_diff';
import { widgetName } from './document';

const order: Item['kind'][] = ['setting', 'widget', 'query', 'parameter'];

export function differences(before: DashboardDocument, after: DashboardDocument): string[] {
  const widgets = new Map([...before.widgets, ...after.widgets].map((widget) => [widget.id, widget]));
  const named = ({ kind, id, name }: Item): string => {
    const widget = kind === 'widget' ? widgets.get(id) : undefined;
    if (widget) return widgetName(widget);
    return kind === 'query' ? `Query ${id}` : kind === 'parameter' ? `Parameter ${id}` : name;
  };
  return diffDocuments(before, after)
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .map((item) => `${named(item)} ${item.state}`);
}
