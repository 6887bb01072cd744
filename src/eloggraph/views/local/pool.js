/* Elements that are used again: of a long list only what is seen is there. */
export class Pool {
  #parent;
  #make;
  #fill;
  #free = [];
  shown = new Map();

  /* `make` gives a new element; `fill` makes one say what its key stands for. */
  constructor(parent, make, fill) {
    this.#parent = parent;
    this.#make = make;
    this.#fill = fill;
  }

  /* Show the elements of some keys, wherever they stand: see `order`. */
  show(keys) {
    const wanted = new Set(keys);
    for (const [key, element] of this.shown) {
      if (wanted.has(key)) continue;
      this.shown.delete(key);
      this.#free.push(element);
    }
    for (const key of keys) {
      if (this.shown.has(key)) continue;
      const element = this.#free.pop() ?? this.#parent.appendChild(this.#make());
      this.shown.set(key, element);
      this.#fill(element, key);
    }
    // What is left over would show what is no longer there.
    for (const element of this.#free) element.remove();
    this.#free.length = 0;
  }

  /* Have the elements in the order of their keys, as they are read aloud. To move one takes long,
     so it waits until nobody scrolls. That of `kept` stays: it would lose the keyboard. */
  order(kept) {
    const keys = [...this.shown.keys()].sort((a, b) => a - b);
    const elements = keys.map((key) => this.shown.get(key));
    const anchor = Math.max(keys.indexOf(kept), 0);
    for (let at = anchor + 1; at < elements.length; at += 1)
      if (elements[at].previousSibling !== elements[at - 1]) elements[at - 1].after(elements[at]);
    for (let at = anchor - 1; at >= 0; at -= 1)
      if (elements[at].nextSibling !== elements[at + 1]) elements[at + 1].before(elements[at]);
  }

  /* Make everything that is shown say again what it stands for. */
  fillAgain() {
    for (const [key, element] of this.shown) this.#fill(element, key);
  }
}
