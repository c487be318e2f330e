// What may be done to a person by whom, as items of a menu. Pure.
import { rankOfRole } from '../../lib/rights';
import type { User } from '../../api/types';
import type { MenuItem } from '../../components/Menu.svelte';

export type PersonAct = 'edit' | 'link' | 'disable' | 'enable' | 'hand_over' | 'delete';

// Nobody changes a person above them, and one's own account has a page of its own.
export function actsOn(user: User, me: User): PersonAct[] {
  if (rankOfRole(user.role) > rankOfRole(me.role)) return [];
  const own = user.id === me.id;
  return [
    'edit',
    ...(user.enabled && !own ? (['link'] as const) : []),
    ...(own ? [] : user.enabled ? (['disable'] as const) : (['enable'] as const)),
    'hand_over',
    ...(own ? [] : (['delete'] as const)),
  ];
}

export function wordOfAct(act: PersonAct, user: User): string {
  switch (act) {
    case 'edit':
      return 'Change name and role';
    case 'link':
      return user.invited ? 'Send the invitation again' : 'Send a link for a new password';
    case 'disable':
      return 'Disable';
    case 'enable':
      return 'Enable';
    case 'hand_over':
      return 'Hand over what they own';
    case 'delete':
      return 'Delete';
  }
}

export function itemsFor(user: User, me: User, act: (what: PersonAct) => void): MenuItem[] {
  return actsOn(user, me).map((what) => ({
    label: wordOfAct(what, user),
    danger: what === 'delete',
    act: () => act(what),
  }));
}

// invited: no password yet.
export function stateOf(user: Pick<User, 'enabled' | 'invited'>): 'disabled' | 'invited' | 'active' {
  return !user.enabled ? 'disabled' : user.invited ? 'invited' : 'active';
}
