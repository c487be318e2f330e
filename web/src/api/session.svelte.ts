// Who is logged in, and what the pages may offer them. The server decides each call anew; this only keeps pages from
// offering what would be refused.
import { get, post, Problem, remove, setCsrf, whenUnauthenticated } from './client';
import type { About, Role, User } from './types';

interface SessionAnswer {
  user: User;
  csrf: string;
  expires_at: string;
}

const rank: Record<Role, number> = { viewer: 0, editor: 1, admin: 2, owner: 3 };

class Session {
  user = $state.raw<User | undefined>(undefined);
  about = $state.raw<About | undefined>(undefined);
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
    this.about = await get<About>('/v1/about').catch(() => undefined);
  }
  // "editor": at least that.
  is(role: Role): boolean {
    return this.user !== undefined && rank[this.user.role] >= rank[role];
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
