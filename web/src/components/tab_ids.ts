// What ties a tab to its panel, for who hears the page.
export const tabId = (name: string, id: string): string => `${name}-${id}`;
export const panelId = (name: string, id: string): string => `${name}-panel-${id}`;
