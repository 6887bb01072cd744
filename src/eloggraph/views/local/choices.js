/* What the cells of a column may say, in a list below the field that is written in. */
import { clean } from "./celltext.js";

const MOST = 200; // that are listed at a time; a letter more makes them fewer
const lower = (text) => text.toLocaleLowerCase("fi");

export class Choices {
  #ask;
  #list;
  #known = new Map();
  #field = null;
  #take;
  #options = [];
  #at = -1;

  /* `list` is an element of its own, beside the grid; `ask` gets what a column may say. */
  constructor(list, ask) {
    this.#list = list;
    this.#ask = ask;
    list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the field keeps the keyboard
      const option = event.target.closest("[role=option]");
      if (option) this.#take(this.#options[Number(option.dataset.at)]);
    });
  }

  /* Offer a field what its column may say: all of it, or what has in it what somebody has typed
     already. `take` hears what is chosen with a pointer. */
  async open(field, column, isTyped, take) {
    this.#field = field;
    this.#take = take;
    const before = field.value;
    if (!this.#known.has(column)) this.#known.set(column, this.#ask(column).catch(() => []));
    const every = await this.#known.get(column);
    if (!every.length || this.#field !== field || !field.isConnected) return;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.#list.id);
    field.addEventListener("input", () => this.#show(every, lower(field.value)));
    // Until the answer is here somebody may have typed too.
    const isWanted = isTyped || field.value !== before;
    this.#show(every, isWanted ? lower(field.value) : "");
    if (!isWanted) this.#choose(this.#options.indexOf(field.value), false);
  }

  #show(every, wanted) {
    const found = every.filter((text) => lower(text).includes(wanted));
    const first = found.filter((text) => lower(text).startsWith(wanted));
    const others = found.filter((text) => !lower(text).startsWith(wanted));
    this.#options = [...first, ...others].slice(0, MOST);
    this.#list.replaceChildren(
      ...this.#options.map((text, at) => {
        const option = document.createElement("li");
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.id = `choice-${at}`;
        option.dataset.at = String(at);
        option.textContent = clean(text);
        return option;
      }),
    );
    this.#at = -1;
    this.#field.removeAttribute("aria-activedescendant");
    this.#list.hidden = !this.#options.length;
    this.#field.setAttribute("aria-expanded", String(!this.#list.hidden));
    this.place();
  }

  /* Stand below the field, or above it where there is more room. */
  place() {
    if (this.#list.hidden || !this.#field) return;
    const { left, top, bottom, width } = this.#field.parentElement.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const isBelow = clientHeight - bottom > 160 || clientHeight - bottom > top;
    const { style } = this.#list;
    style.minWidth = `${width}px`;
    style.left = `${Math.max(0, Math.min(left, clientWidth - this.#list.offsetWidth))}px`;
    style.top = isBelow ? `${bottom}px` : "auto";
    style.bottom = isBelow ? "auto" : `${clientHeight - top}px`;
    style.maxHeight = `${Math.min(280, (isBelow ? clientHeight - bottom : top) - 8)}px`;
  }

  /* Do what a key means to the list; tell whether it meant something. */
  press(event) {
    if (this.#list.hidden || !["ArrowDown", "ArrowUp"].includes(event.key)) return false;
    const step = event.key === "ArrowDown" ? 1 : -1;
    const many = this.#options.length;
    this.#choose(this.#at < 0 && step < 0 ? many - 1 : (this.#at + step + many) % many, true);
    return true;
  }

  #choose(at, isWritten) {
    this.#list.children[this.#at]?.setAttribute("aria-selected", "false");
    this.#at = at;
    const option = this.#list.children[at];
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", option.id);
    if (isWritten) this.#field.value = this.#options[at];
  }

  close() {
    this.#field = null;
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#options = [];
  }
}
