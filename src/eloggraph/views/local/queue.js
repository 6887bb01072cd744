/* Edits on their way: one after another, each kept on the page until the program has answered. */
const AGAIN = 3000;

export class Queue {
  #send;
  #rest;
  #show;
  #running = null;
  #timer = 0;
  waiting = [];
  isStuck = false;

  /* `send` tells whether an edit was answered; `rest` follows the last; `show` tells of a change. */
  constructor(send, rest, show) {
    this.#send = send;
    this.#rest = rest;
    this.#show = show;
  }

  put(edit) {
    this.waiting.push(edit);
    return this.run();
  }

  /* Send what waits; what is not answered stays, and is tried again. */
  run() {
    clearTimeout(this.#timer);
    this.#running ??= this.#drain().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #drain() {
    while (this.waiting.length) {
      const isAnswered = await this.#send(this.waiting[0]).catch(() => false);
      if (isAnswered) this.waiting.shift();
      this.isStuck = !isAnswered;
      this.#show();
      if (!isAnswered) {
        this.#timer = setTimeout(() => this.run(), AGAIN);
        return;
      }
      if (!this.waiting.length) await this.#rest();
    }
  }
}
