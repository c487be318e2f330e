// Reads /v1/stream as a browser's EventSource does: messages in order, the last event id, and how it ended.
export class EventStream {
  // `headers` are all that is sent, beside Last-Event-ID when one is given.
  static async open(url, headers, lastEventId) {
    const controller = new AbortController();
    const response = await fetch(url, { signal: controller.signal,
      headers: { Accept: 'text/event-stream', ...headers, ...(lastEventId ? { 'Last-Event-ID': lastEventId } : {}) } });
    return new EventStream(response, controller);
  }

  constructor(response, controller) {
    this.response = response;
    this.status = response.status;
    this.messages = [];
    this.comments = 0;
    this.lastEventId = '';
    this.controller = controller;
    this.waiting = [];
    this.ended = this.#read().catch(() => {}).finally(() => { this.over = true; this.#wake(); });
  }

  async #read() {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of this.response.body) {
      text += decoder.decode(chunk, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        this.#take(text.slice(0, end));
        text = text.slice(end + 2);
      }
      this.#wake();
    }
  }

  #take(block) {
    const fields = Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
    if (fields.id) this.lastEventId = fields.id;
    if (fields.event) this.messages.push({ event: fields.event, id: fields.id, data: JSON.parse(fields.data) });
    else if ('' in fields) this.comments += 1;
    else if (fields.retry) this.retry = Number(fields.retry);
  }

  #wake() {
    for (const wake of this.waiting.splice(0)) wake();
  }

  of(event) {
    return this.messages.filter((message) => message.event === event).map((message) => message.data);
  }

  // Waits for messages until `done(this)`; what ends the wait is the stream.
  async until(done, what, limitMs = 120_000) {
    const end = Date.now() + limitMs;
    while (!done(this)) {
      if (this.over || Date.now() > end)
        throw new Error(`${what} did not come; told: ${JSON.stringify(this.messages).slice(-3000)}`);
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, end - Date.now());
        this.waiting.push(() => { clearTimeout(timer); resolve(); });
      });
    }
  }

  close() {
    this.controller.abort();
  }
}
