// Every page and its address. Fixed words stand before parameters.
import type { PageRoute } from './lib/match_route';

export const routes: PageRoute[] = [
  { pattern: '/', title: 'Today', page: () => import('./pages/today/TodayPage.svelte') },
  {
    pattern: '/dashboards',
    title: 'Dashboards',
    page: () => import('./pages/dashboards/DashboardsPage.svelte'),
  },
  {
    pattern: '/dashboards/new',
    title: 'New dashboard',
    page: () => import('./pages/dashboards/NewDashboardPage.svelte'),
  },
  {
    pattern: '/dashboards/:id',
    title: 'Dashboard',
    page: () => import('./pages/dashboards/DashboardPage.svelte'),
  },
  {
    pattern: '/dashboards/:id/edit',
    title: 'Edit dashboard',
    page: () => import('./pages/editor/EditorPage.svelte'),
  },
  {
    pattern: '/dashboards/:id/versions',
    title: 'Versions',
    page: () => import('./pages/dashboards/VersionsPage.svelte'),
  },
  { pattern: '/reports', title: 'Reports', page: () => import('./pages/reports/ReportsPage.svelte') },
  {
    pattern: '/reports/new',
    title: 'New report',
    page: () => import('./pages/reports/ReportEditPage.svelte'),
  },
  { pattern: '/reports/:id', title: 'Report', page: () => import('./pages/reports/ReportPage.svelte') },
  {
    pattern: '/reports/:id/edit',
    title: 'Edit report',
    page: () => import('./pages/reports/ReportEditPage.svelte'),
  },
  { pattern: '/runs', title: 'Runs', page: () => import('./pages/runs/RunsPage.svelte') },
  { pattern: '/runs/:id', title: 'Run', page: () => import('./pages/runs/RunPage.svelte') },
  { pattern: '/webhooks', title: 'Webhooks', page: () => import('./pages/webhooks/WebhooksPage.svelte') },
  {
    pattern: '/webhooks/deliveries',
    title: 'Deliveries',
    page: () => import('./pages/webhooks/DeliveriesPage.svelte'),
  },
  { pattern: '/webhooks/:id', title: 'Webhook', page: () => import('./pages/webhooks/WebhookPage.svelte') },
  { pattern: '/events', title: 'Events', page: () => import('./pages/events/EventsPage.svelte') },
  {
    pattern: '/connections',
    title: 'Connections',
    page: () => import('./pages/connections/ConnectionsPage.svelte'),
  },
  {
    pattern: '/connections/:name',
    title: 'Connection',
    page: () => import('./pages/connections/ConnectionPage.svelte'),
  },
  { pattern: '/outbox', title: 'Outbox', page: () => import('./pages/outbox/OutboxPage.svelte') },
  {
    pattern: '/people',
    title: 'People',
    least: 'admin',
    page: () => import('./pages/people/PeoplePage.svelte'),
  },
  {
    pattern: '/people/groups',
    title: 'Groups',
    least: 'admin',
    page: () => import('./pages/people/GroupsPage.svelte'),
  },
  {
    pattern: '/people/categories',
    title: 'Categories',
    least: 'admin',
    page: () => import('./pages/people/CategoriesPage.svelte'),
  },
  {
    pattern: '/people/tokens',
    title: 'Tokens',
    least: 'admin',
    page: () => import('./pages/people/TokensPage.svelte'),
  },
  {
    pattern: '/people/audit',
    title: 'Audit',
    least: 'admin',
    page: () => import('./pages/people/AuditPage.svelte'),
  },
  {
    pattern: '/people/:id',
    title: 'Person',
    least: 'admin',
    page: () => import('./pages/people/PersonPage.svelte'),
  },
  { pattern: '/me', title: 'Your account', page: () => import('./pages/people/AccountPage.svelte') },
  {
    pattern: '/settings',
    title: 'Settings',
    least: 'admin',
    page: () => import('./pages/settings/SettingsPage.svelte'),
  },
  { pattern: '/start', title: 'First report', page: () => import('./pages/start/StartPage.svelte') },
  {
    pattern: '/setup',
    title: 'Set up',
    open: true,
    page: () => import('./pages/account/OneTimeLinkPage.svelte'),
  },
  {
    pattern: '/invite',
    title: 'Welcome',
    open: true,
    page: () => import('./pages/account/OneTimeLinkPage.svelte'),
  },
  {
    pattern: '/reset',
    title: 'New password',
    open: true,
    page: () => import('./pages/account/OneTimeLinkPage.svelte'),
  },
];
