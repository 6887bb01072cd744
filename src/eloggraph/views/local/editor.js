/* The field in a cell: it is there while the cell is written in, and what it says is kept. */
import { clean, nameCell } from "./celltext.js";

/* Enter ends; with Alt it begins a new line, as in a spreadsheet. */
export function breakLine(event) {
  event.preventDefault();
  const field = event.target;
  field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
}

export class Editor {
  #sheet;
  #view;
  #edits;
  #choices;
  #go;

  constructor(sheet, view, edits, choices, go) {
    this.#sheet = sheet;
    this.#view = view;
    this.#edits = edits;
    this.#choices = choices;
    this.#go = go;
  }

  get isOpen() {
    return this.#view.editor !== null;
  }

  /* Write in the cell that the keyboard is at: a text, or what is there. */
  async open(text) {
    const { row, column } = this.#view.at;
    if (this.isOpen || this.#edits.isStuck) return;
    if (this.#sheet.text(row, column) === undefined) {
      if (text === undefined) await this.#sheet.need(row, row); // what is there is not known yet
      const { at } = this.#view;
      if (this.isOpen || at.row !== row || at.column !== column) return;
    }
    const cell = this.#view.cell(row, column);
    const before = this.#sheet.text(row, column) ?? "";
    const field = makeField(before, text, cell, nameCell(row, column));
    const opened = text === undefined ? field.value : before;
    this.#view.editor = field;
    cell.replaceChildren(field);
    cell.classList.add("written");
    field.focus();
    const finish = (isKept) => this.#finish(cell, before, opened, isKept);
    if (field.tagName === "INPUT")
      this.#choices.open(field, column, text !== undefined, (chosen) => {
        field.value = chosen;
        finish(true);
        this.#go(row, column);
      });
    field.addEventListener("blur", () => finish(true));
    field.addEventListener("keydown", (event) => this.#press(event, finish));
  }

  #press(event, finish) {
    event.stopPropagation();
    if (event.isComposing) return;
    const { row, column } = this.#view.at;
    const field = event.target;
    if (event.key === "Enter" && event.altKey && field.tagName === "TEXTAREA") breakLine(event);
    else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      finish(true);
      const step = event.shiftKey ? -1 : 1;
      const [down, right] = event.key === "Enter" ? [step, 0] : [0, step];
      this.#go(row + down, column + right);
    } else if (event.key === "Escape") {
      finish(false);
      this.#go(row, column);
    } else if (this.#choices.press(event)) event.preventDefault();
  }

  #finish(cell, before, opened, isKept) {
    const field = this.#view.editor;
    if (!field) return;
    const { row, column } = cell.dataset;
    const text = field.value;
    this.#view.editor = null; // before the field goes: that blurs it
    this.#choices.close();
    cell.classList.remove("written");
    cell.textContent = clean(before);
    if (isKept && text !== opened)
      this.#edits.keep({ kind: "paste", row: Number(row), column: Number(column), block: [[text]] });
  }
}

function makeField(before, text, cell, name) {
  // A field of one line would join the lines of a cell.
  const lines = text === undefined ? before.split("\n").length : 1;
  const field = document.createElement(lines > 1 || before.includes("\r") ? "textarea" : "input");
  if (lines > 1) field.rows = lines;
  field.value = text ?? before;
  field.autocomplete = "off";
  field.setAttribute("aria-label", name);
  if (cell.hasAttribute("aria-describedby"))
    field.setAttribute("aria-describedby", cell.getAttribute("aria-describedby"));
  return field;
}
