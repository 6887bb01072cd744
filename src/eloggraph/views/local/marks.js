/* What is found in the cells that are drawn, and which of them are changed. */
import { clean } from "./celltext.js";

export class Marks {
  #sheet;
  #root;
  #told = new Map(); // the text that describes a cell, and which element it describes

  /* `root` holds the texts that the cells are described by. */
  constructor(sheet, root) {
    this.#sheet = sheet;
    this.#root = root;
  }

  dress(cell, row, column, isUnknown) {
    const mark = this.#sheet.mark(row, column);
    const kinds = [];
    if (isUnknown) kinds.push("unknown");
    if (this.#sheet.isChanged(row, column)) kinds.push("changed");
    if (mark) kinds.push("found", `v-${mark.severity}`);
    const kind = kinds.join(" ");
    if (cell.className !== kind) cell.className = kind;
    if (mark) this.#describe(cell, mark);
    else if (cell.hasAttribute("aria-describedby")) this.#clear(cell);
  }

  #describe(cell, mark) {
    const id = `found-${mark.row}-${mark.column}`;
    const before = cell.getAttribute("aria-describedby");
    if (before && before !== id) this.#clear(cell);
    const known = this.#told.get(id);
    const told = known?.told ?? this.#root.appendChild(document.createElement("span"));
    told.id = id;
    told.textContent = clean(mark.text);
    this.#told.set(id, { told, cell });
    cell.dataset.sign = mark.sign;
    cell.title = told.textContent;
    cell.setAttribute("aria-describedby", id);
    if (mark.severity === "info") cell.removeAttribute("aria-invalid");
    else cell.setAttribute("aria-invalid", "true");
  }

  #clear(cell) {
    const id = cell.getAttribute("aria-describedby");
    const known = this.#told.get(id);
    if (known?.cell === cell) {
      known.told.remove();
      this.#told.delete(id);
    }
    for (const each of ["aria-describedby", "aria-invalid", "title", "data-sign"])
      cell.removeAttribute(each);
  }
}
