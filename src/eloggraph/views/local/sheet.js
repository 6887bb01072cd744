/* A sheet as far as it is known here: its rows come in windows, and are asked for when needed. */

const AGAIN = 3000; // so long after a window did not come it is asked for again
const SAMPLE = 100;
const MOST_AHEAD = 1_000_000; // cells that are fetched before anybody looks at them

export class Sheet {
  #rows = []; // texts by number of row; a cell that is not known yet is undefined
  #changed = new Map(); // columns by number of row
  #marks = new Map(); // marks by column, by number of row
  #known = new Set(); // windows that are here as they are now
  #asked = new Map(); // answers that are on their way
  #ask;
  #tell;

  /* `ask` gets a window from its first row on; `tell` hears that more is known. */
  constructor(state, ask, tell) {
    this.#ask = ask;
    this.#tell = tell;
    this.take(state);
  }

  /* What the page tells: of a part of the rows, and of all marks. */
  take(state) {
    const { top, last, wide, header, heads, window: size, marks } = state;
    if (size !== this.size) this.#known.clear(); // they are counted otherwise
    Object.assign(this, { top, last, wide, header, heads, size });
    this.#rows.length = Math.min(this.#rows.length, last + 1);
    this.revision = state.revision;
    this.marks = marks; // in the order of the sheet
    this.#marks.clear();
    for (const mark of marks) {
      if (!this.#marks.has(mark.row)) this.#marks.set(mark.row, new Map());
      this.#marks.get(mark.row).set(mark.column, mark);
    }
    this.#takeRows(state.rows, state.first, state.left, state.changed);
  }

  #takeRows(rows, first, left, changed) {
    rows.forEach((texts, index) => {
      const row = first + index;
      if (!left && texts.length >= this.wide) this.#rows[row] = texts;
      else {
        const known = (this.#rows[row] ??= []);
        texts.forEach((text, column) => {
          known[left + column] = text;
        });
      }
      const columns = [...(this.#changed.get(row) ?? [])];
      const others = columns.filter((column) => column < left || column >= left + texts.length);
      this.#changed.set(row, new Set(others));
    });
    for (const [row, column] of changed) this.#changed.get(row)?.add(column);
  }

  text(row, column) {
    return this.#rows[row]?.[column];
  }

  /* Some rows that are known: what a sheet looks like. */
  sample() {
    return this.#rows.filter((texts) => texts).slice(0, SAMPLE);
  }

  mark(row, column) {
    return this.#marks.get(row)?.get(column);
  }

  isChanged(row, column) {
    return this.#changed.get(row)?.has(column) ?? false;
  }

  /* Texts that somebody puts there, before the program has answered. */
  put(row, column, block) {
    block.forEach((texts, down) => {
      const known = this.#rows[row + down];
      if (known) texts.forEach((text, right) => (known[column + right] = text));
    });
  }

  /* The rows that an edit has touched are asked for again when they are needed. */
  age(first, last) {
    for (const number of this.#known)
      if (this.#firstOf(number + 1) > first && this.#firstOf(number) <= last)
        this.#known.delete(number);
  }

  #firstOf(number) {
    return number * this.size + 1;
  }

  #numberOf(row) {
    return Math.floor((row - 1) / this.size);
  }

  /* Have the rows from one to another here; tell when all of them are. */
  async need(first, last) {
    const numbers = [];
    for (let number = this.#numberOf(first); number <= this.#numberOf(last); number += 1)
      numbers.push(number);
    await Promise.all(numbers.map((number) => this.#fetch(number)));
  }

  #fetch(number) {
    if (this.#known.has(number)) return null;
    if (!this.#asked.has(number)) {
      const done = this.#get(number, 2).finally(() => this.#asked.delete(number));
      this.#asked.set(number, done);
    }
    return this.#asked.get(number);
  }

  async #get(number, times) {
    const told = await this.#ask(this.#firstOf(number)).catch(() => null);
    if (!told) await new Promise((done) => setTimeout(done, AGAIN));
    // An answer from before an edit does not have it: it is asked for again.
    else if (told.revision < this.revision && times > 1) await this.#get(number, times - 1);
    else {
      this.#known.add(number);
      this.#takeRows(told.rows, told.first, 0, told.changed);
      this.#tell();
    }
  }

  /* Fetch what nobody has looked at yet, one window after another. */
  async fetchAhead() {
    if (this.last * this.wide > MOST_AHEAD) return;
    for (let number = 0; number <= this.#numberOf(this.last); number += 1)
      await this.#fetch(number);
  }
}
