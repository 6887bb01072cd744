/* Where the keyboard is in the sheet, and how it gets elsewhere. */
import { nameCell } from "./celltext.js";

const STEPS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export class Cursor {
  #sheet;
  #view;
  #tell;
  #place;

  /* `tell` hears of each cell that the keyboard comes to. `place` says where it is after a jump:
     not every reader tells the number of a row. */
  constructor(sheet, view, place, tell) {
    this.#sheet = sheet;
    this.#view = view;
    this.#place = place;
    this.#tell = tell;
  }

  /* Go to a cell, or to the nearest one that there is. */
  go(row, column) {
    const { top, last, wide } = this.#sheet;
    const before = this.#view.at;
    const to = Math.min(Math.max(row, top), last);
    const across = Math.min(Math.max(column, 0), wide - 1);
    this.#view.move(to, across).focus({ preventScroll: true });
    if (Math.abs(to - before.row) > 1)
      this.#place.textContent = this.#place.dataset.words
        .replace("{cell}", nameCell(to, across))
        .replace("{row}", String(to))
        .replace("{last}", String(last));
    this.#tell(to, across);
  }

  /* Go where a key leads; tell whether it leads anywhere. */
  press(event) {
    const { row, column } = this.#view.at;
    const { top, last, wide } = this.#sheet;
    const isFar = event.ctrlKey || event.metaKey;
    const step = STEPS[event.key];
    const page = this.#view.page;
    if (step && isFar) this.#goFar(step);
    else if (step) this.go(row + step[0], column + step[1]);
    else if (event.key === "PageUp") this.go(row - page, column);
    else if (event.key === "PageDown") this.go(row + page, column);
    else if (event.key === "Home") this.go(isFar ? top : row, 0);
    else if (event.key === "End") this.go(isFar ? last : row, wide - 1);
    else if (event.key === "F8") this.#goOn(event.shiftKey);
    else return false;
    return true;
  }

  #goFar([down, right]) {
    const { row, column } = this.#view.at;
    const { top, last, wide } = this.#sheet;
    this.go(down ? (down < 0 ? top : last) : row, right ? (right < 0 ? 0 : wide - 1) : column);
  }

  /* The next cell in which something is found, or the one before. */
  #goOn(isBack) {
    const { row, column } = this.#view.at;
    const { marks } = this.#sheet;
    const isBefore = (each) => each.row < row || (each.row === row && each.column < column);
    const isAfter = (each) => each.row > row || (each.row === row && each.column > column);
    const found = isBack ? marks.findLast(isBefore) : marks.find(isAfter);
    const to = found ?? (isBack ? marks.at(-1) : marks[0]);
    if (to) this.go(to.row, to.column);
  }
}
