// Now, moved on twice a minute: what relative times are drawn from. One timer for the whole page.
class Minute {
  now = $state.raw(new Date());
  constructor() {
    setInterval(() => (this.now = new Date()), 30_000);
  }
}
export const minute = new Minute();
