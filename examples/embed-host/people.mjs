// Who uses this application. A real one has a database; what matters here is that the tenant comes from the server's
// own record of the person and never from the browser.

export const people = {
  ann: { name: 'Ann', tenant: 'acme', company: 'Acme Fruit', email: 'ann@acme.example' },
  bob: { name: 'Bob', tenant: 'bolt', company: 'Bolt & Sons', email: 'bob@bolt.example' },
};

// How often people of this application may have a report. The token carries the list, so the server holds to it.
export const scheduleOptions = [
  { cron: '0 9 * * *', description: 'Every day at 9:00' },
  { cron: '0 9 * * 1', description: 'Every Monday at 9:00' },
  { cron: '0 9 1 * *', description: 'On the first of every month at 9:00' },
];

/** What this person may read: the claims of their data access token. */
export function accessOf(reference) {
  const person = people[reference];
  if (!person) throw new Error(`nobody here is called ${reference}`);
  return {
    dashboardIds: ['dash_embed_example'],
    dataSetIds: ['example_orders'],
    secureFilters: { example_orders: [{ field: 'tenant', op: '=', value: person.tenant }] },
    userReference: reference,
    scheduleOptions,
  };
}
