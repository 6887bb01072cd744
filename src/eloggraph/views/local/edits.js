/* Edits: each waits on the page until it is answered; what is found is asked for after the last. */
import { element } from "./causes.js";
import { nameCell, quote } from "./celltext.js";
import { Queue } from "./queue.js";

const said = document.querySelector("[data-said]");
const fault = document.querySelector("[data-fault]");
const unsent = document.querySelector("[data-unsent]");

export class Edits {
  #sheet;
  #view;
  #show;
  #hold;
  #queue;

  /* `show` hears what an edit has made of the page; `hold` whether something is not kept yet. */
  constructor(state, sheet, view, show, hold) {
    Object.assign(this, { state });
    this.#sheet = sheet;
    this.#view = view;
    this.#show = show;
    this.#hold = hold;
    this.#queue = new Queue(
      (each) => this.#send(each),
      () => this.#rest(),
      () => this.#tellUnsent(),
    );
    unsent.querySelector("button").addEventListener("click", () => this.#queue.run());
  }

  get isStuck() {
    return this.#queue.isStuck;
  }

  get isWaiting() {
    return this.#queue.waiting.length > 0;
  }

  /* Make an edit, as soon as nothing else waits to be kept. */
  keep(edit, label) {
    if (this.isStuck) return;
    if (!this.isWaiting) fault.hidden = true;
    this.#queue.put({ edit, label: label ?? describe(edit) });
    this.putWaiting();
    this.#view.refresh();
  }

  /* What is typed is seen before it is kept. */
  putWaiting() {
    for (const { edit } of this.#queue.waiting)
      if (edit.kind === "paste") this.#sheet.put(edit.row, edit.column, edit.block);
  }

  /* Tell whether it was answered: that it is kept, or why not. */
  async #send({ edit, label }) {
    const { revision, sheet, token } = this.state;
    const answer = await fetch("/edits", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...edit, revision, sheet, token }),
    });
    const told = await answer.json();
    if (answer.ok) {
      said.textContent = told.said;
      this.state.revision += 1;
      this.#sheet.revision = this.state.revision;
      for (const { sheet: at, first, last } of told.touched)
        if (at === sheet) this.#sheet.age(first, last);
    } else {
      this.#sheet.age(1, this.#sheet.last); // what was typed is not so
      refuse(told.message, label);
    }
    return true;
  }

  /* What is not kept yet stays to be read, and nothing else is begun until it is. */
  #tellUnsent() {
    unsent.hidden = !this.isStuck;
    const entries = this.#queue.waiting.map(({ label }) => element("li", label));
    unsent.querySelector("ul").replaceChildren(...entries);
    if (this.isStuck) said.textContent = "";
    this.#hold(this.state);
  }

  /* What is found at once comes first; what takes longer when nothing else is to be done. */
  async #rest() {
    try {
      await this.#look("&soon");
      if (!this.isWaiting) await this.#look("");
    } catch {
      fault.replaceChildren(element("p", fault.dataset.unseen));
      fault.hidden = false;
    }
  }

  async #look(soon) {
    const { token, sheet } = this.state;
    const { first, left } = this.#view.seen;
    const answer = await fetch(
      `/mend.json?token=${token}&sheet=${sheet}&first=${first}&column=${left}${soon}`,
    );
    const told = await answer.json();
    if (!answer.ok) {
      if (!fault.hidden) return; // why the edit was refused says it already
      fault.replaceChildren(element("p", told.message));
      fault.hidden = false;
      return;
    }
    this.state = told;
    this.#sheet.take(told);
    this.putWaiting();
    this.#show(told);
  }
}

function describe({ kind, row, column, block }) {
  if (kind !== "paste") return document.querySelector(`[data-${kind}]`)?.textContent ?? kind;
  const isLong = block.length > 1 || block[0].length > 1;
  return `${nameCell(row, column)}: ${quote(block[0][0])}${isLong ? " …" : ""}`;
}

function refuse(message, label) {
  const known = fault.hidden ? [] : [...fault.querySelectorAll("li")];
  const list = element("ul", "");
  list.append(...known, element("li", label));
  fault.replaceChildren(element("p", message), element("p", fault.dataset.refused), list);
  fault.hidden = false;
}
