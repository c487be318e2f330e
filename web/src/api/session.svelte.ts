// Who is logged in, and what the pages may offer them. The server decides each call anew; this only keeps pages from
// offering what would be refused.
import { get, post, Problem, remove, setCsrf, whenUnauthenticated } from './client';
import { allows, levelOfRole, rankOfRole } from '../lib/rights';
import type { About, GrantLevel, Role, User } from './types';

interface SessionAnswer {
  user: User;
  csrf: string;
  expires_at: string;
}

class Session {
  user = $state.raw<User | undefined>(undefined);
  about = $state.raw<About | undefined>(undefined);
  #levels = $state.raw<Record<string, GrantLevel>>({}); // mine, by category
  known = $state(false); // whether the server has been asked
  ended = $state(false); // it was there and is over: the log-in page says so
  unreachable = $state.raw<Problem | undefined>(undefined);

  async resume(): Promise<void> {
    this.unreachable = undefined;
    try {
      this.#begin(await get<SessionAnswer>('/v1/session', {}, { quiet: true }));
      await this.refreshAbout();
    } catch (thrown) {
      if (thrown instanceof Problem && thrown.passing) this.unreachable = thrown;
    }
    this.known = true;
  }
  async logIn(email: string, password: string): Promise<void> {
    this.#begin(await post<SessionAnswer>('/v1/session', { email, password }, { quiet: true }));
    await this.refreshAbout();
  }
  async logOut(): Promise<void> {
    await remove('/v1/session');
    this.#end(false);
  }
  async refreshAbout(): Promise<void> {
    const [about, categories] = await Promise.all([
      get<About>('/v1/about').catch(() => undefined),
      get<{ name: string; level: GrantLevel }[]>('/v1/categories').catch(() => []),
    ]);
    this.about = about;
    this.#levels = Object.fromEntries(categories.map(({ name, level }) => [name, level]));
  }
  // "editor": at least that.
  is(role: Role): boolean {
    return this.user !== undefined && rankOfRole(this.user.role) >= rankOfRole(role);
  }
  // "edit": run, test, send again and change dashboards; "manage": reports too. Of things in a category, or, without
  // one named, of any.
  may(level: GrantLevel, category?: string): boolean {
    if (!this.user) return false;
    const byRole = levelOfRole(this.user.role);
    if (category) return allows(this.#levels[category] ?? byRole, level);
    return allows(byRole, level) || Object.values(this.#levels).some((mine) => allows(mine, level));
  }
  // Times are shown in the person's own zone, beside the report's.
  get timezone(): string {
    return Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
  #begin(answer: SessionAnswer): void {
    setCsrf(answer.csrf);
    this.user = answer.user;
    this.ended = false;
    whenUnauthenticated(() => this.#end(true));
  }
  #end(expired: boolean): void {
    setCsrf('');
    this.user = undefined;
    this.about = undefined;
    this.ended = expired;
    whenUnauthenticated(() => {});
  }
}

export const session = new Session();
