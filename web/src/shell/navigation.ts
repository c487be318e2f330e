// The left navigation: what stands there for whom.
import Activity from '@lucide/svelte/icons/activity';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import Database from '@lucide/svelte/icons/database';
import FileClock from '@lucide/svelte/icons/file-clock';
import Inbox from '@lucide/svelte/icons/inbox';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import ListChecks from '@lucide/svelte/icons/list-checks';
import Settings from '@lucide/svelte/icons/settings';
import Users from '@lucide/svelte/icons/users';
import Webhook from '@lucide/svelte/icons/webhook';
import type { Component } from 'svelte';
import type { Role } from '../api/types';

export interface NavigationItem {
  path: string;
  label: string;
  icon: Component<{ size?: number }>;
  least: Role;
}

export const navigation: NavigationItem[] = [
  { path: '/', label: 'Today', icon: CalendarClock, least: 'viewer' },
  { path: '/dashboards', label: 'Dashboards', icon: LayoutDashboard, least: 'viewer' },
  { path: '/reports', label: 'Reports', icon: FileClock, least: 'viewer' },
  { path: '/runs', label: 'Runs', icon: ListChecks, least: 'viewer' },
  { path: '/webhooks', label: 'Webhooks', icon: Webhook, least: 'viewer' },
  { path: '/events', label: 'Events', icon: Activity, least: 'viewer' },
  { path: '/connections', label: 'Connections', icon: Database, least: 'editor' },
  { path: '/outbox', label: 'Outbox', icon: Inbox, least: 'viewer' },
  { path: '/people', label: 'People', icon: Users, least: 'admin' },
  { path: '/settings', label: 'Settings', icon: Settings, least: 'admin' },
];

// Whether an item stands for the address: "/reports/7" lies under Reports, and only "/" under Today.
export function isUnder(item: string, path: string): boolean {
  return item === '/' ? path === '/' : path === item || path.startsWith(item + '/');
}
