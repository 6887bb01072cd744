/* What is seen of a sheet: the rows and columns in the window and a few around them, drawn with
   elements that are used again. The cell that the keyboard is at is always among them. */
import { clean, nameColumn } from "./celltext.js";
import { measure } from "./measures.js";
import { Pool } from "./pool.js";

const AROUND = 6; // rows that are drawn above and below what is seen
const BESIDE = 1; // columns on either side
const MOST_HIGH = 15_000_000; // pixels that every browser scrolls
const MOST_LONG = 2_000; // letters of a text: nobody sees more of it in a cell
const SIDE = 56; // pixels of the numbers of the rows
const HEAD = 28;
const REST = 150; // so long after the last scroll what is drawn is put in its order

function make(tag, role) {
  const made = document.createElement(tag);
  made.setAttribute("role", role);
  return made;
}

/* Have an element say a text; to change its text costs less than to give it another one. */
function write(element, text) {
  const { firstChild: known } = element;
  if (known?.nodeType !== Node.TEXT_NODE || known.nextSibling) element.textContent = text;
  else if (known.data !== text) known.data = text;
}

/* The numbers from one to another, and one that may be outside. */
function list(first, last, one) {
  const keys = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  if (one < first) keys.unshift(one);
  if (one > last) keys.push(one);
  return keys;
}

export class View {
  #table;
  #scroller;
  #sheet;
  #dress;
  #see;
  #heads;
  #rows;
  #numbers;
  #ofRow = new WeakMap(); // the number and the cells of each element of a row
  #columns = []; // which are drawn
  #measures = null;
  #isMeasured = false; // whether what is drawn has these measures
  #start = 0; // the pixel of the sheet that is at the top of the window
  #shift = 0; // a sheet that is higher than browsers scroll is drawn where its window is
  #size = { width: 0, height: 0 };
  #isAsked = false;
  #resting = 0;
  seen = { first: 0, last: 0, left: 0 };
  editor = null; // the field in the cell that is edited

  /* `at` is where the keyboard is. `dress` gives a cell its marks; `see` hears what is seen. */
  constructor(table, sheet, at, dress, see) {
    this.#table = table;
    this.#scroller = table.parentElement;
    this.#sheet = sheet;
    this.at = at;
    this.#dress = dress;
    this.#see = see;
    this.#build();
    this.#fit();
    this.#scroller.addEventListener("scroll", () => this.#askToDraw(), { passive: true });
    new ResizeObserver(() => this.#fit()).observe(this.#scroller);
  }

  /* In place of the table of a hundred rows comes one of all. */
  #build() {
    const [head, body] = [make("thead", "rowgroup"), make("tbody", "rowgroup")];
    const row = make("tr", "row");
    row.setAttribute("aria-rowindex", "1");
    const corner = make("td", "gridcell");
    corner.setAttribute("aria-colindex", "1");
    corner.className = "side";
    const said = document.createElement("span");
    said.className = "unseen";
    said.textContent = this.#table.dataset.side;
    corner.append(said);
    row.append(corner);
    head.append(row);
    this.#heads = new Pool(
      row,
      () => make("th", "columnheader"),
      (cell, column) => this.#fillHead(cell, column),
    );
    this.#rows = new Pool(
      body,
      () => this.#makeRow(),
      (element, number) => this.#fillRow(element, number),
    );
    // One element for all numbers of rows stays in sight; to those who do not see, each row says
    // its own.
    const side = document.createElement("div");
    side.className = "numbers";
    side.setAttribute("aria-hidden", "true");
    this.#scroller.prepend(side);
    this.#numbers = new Pool(
      side,
      () => document.createElement("span"),
      (element, number) => this.#fillNumber(element, number),
    );
    this.#table.classList.add("virtual");
    this.#table.replaceChildren(head, body);
  }

  #makeRow() {
    const element = make("tr", "row");
    const side = make("th", "rowheader");
    side.setAttribute("aria-colindex", "1");
    element.append(side);
    const row = { number: 0, side };
    row.cells = new Pool(
      element,
      () => make("td", "gridcell"),
      (cell, column) => this.#fillCell(cell, row.number, column),
    );
    this.#ofRow.set(element, row);
    return element;
  }

  /* Measure the columns for the room that there is, and draw. */
  #fit() {
    const { clientWidth: width, clientHeight: height } = this.#scroller;
    if (this.#measures && width === this.#size.width && height === this.#size.height) return;
    if (width !== this.#size.width) {
      const sheet = this.#sheet;
      this.#measures = measure(sheet.sample(), sheet.heads, width - SIDE);
      this.#isMeasured = false;
    }
    this.#size = { width, height };
    this.refresh();
  }

  /* What is known of the sheet has changed: draw all that is seen again. */
  refresh() {
    const { last, wide } = this.#sheet;
    this.#table.setAttribute("aria-rowcount", String(last + 1));
    this.#table.setAttribute("aria-colcount", String(wide + 1));
    const { width, lines } = this.#measures;
    this.#table.style.width = `${SIDE + width}px`;
    this.#table.style.height = `${HEAD + this.#high()}px`;
    this.#table.dataset.lines = String(lines);
    this.draw();
    this.#heads.fillAgain();
    this.#rows.fillAgain();
    this.#numbers.fillAgain();
    this.#isMeasured = true;
  }

  #whole() {
    return (this.#sheet.last - this.#sheet.top + 1) * this.#measures.height;
  }

  #high() {
    return Math.min(this.#whole(), MOST_HIGH);
  }

  /* How many pixels of the sheet one of the scroller is. */
  #scale() {
    const room = this.#size.height - HEAD;
    return this.#whole() > MOST_HIGH ? (this.#whole() - room) / (MOST_HIGH - room) : 1;
  }

  #askToDraw() {
    if (this.#isAsked) return;
    this.#isAsked = true;
    requestAnimationFrame(() => {
      this.#isAsked = false;
      this.draw();
    });
  }

  draw() {
    const { scrollTop, scrollLeft } = this.#scroller;
    const { top, last } = this.#sheet;
    const { height } = this.#measures;
    this.#start = scrollTop * this.#scale();
    const shift = Math.round(this.#start - scrollTop);
    const isShifted = shift !== this.#shift;
    this.#shift = shift;
    const first = top + Math.floor(this.#start / height);
    const end = Math.min(last, top + Math.floor((this.#start + this.#size.height - HEAD) / height));
    this.#chooseColumns(scrollLeft);
    // Always as many, so that none has to be made or removed while somebody scrolls.
    const many = Math.ceil((this.#size.height - HEAD) / height) + 1 + 2 * AROUND;
    const from = Math.max(top, Math.min(first - AROUND, last - many + 1));
    const rows = list(from, Math.min(last, from + many - 1), this.at.row);
    this.#rows.show(rows);
    this.#numbers.show(rows);
    for (const element of this.#rows.shown.values()) this.#showCells(this.#ofRow.get(element));
    if (isShifted)
      for (const pool of [this.#rows, this.#numbers])
        for (const [number, element] of pool.shown) this.#place(element, number);
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#order(), REST);
    this.#scroller.classList.toggle("below", first > (this.#sheet.header ?? last));
    const left = this.#columnAt(scrollLeft);
    if (first === this.seen.first && end === this.seen.last && left === this.seen.left) return;
    this.seen = { first, last: end, left };
    this.#see(this.seen);
  }

  #order() {
    this.#heads.order();
    this.#rows.order(this.at.row);
    for (const element of this.#rows.shown.values()) {
      const { number, cells } = this.#ofRow.get(element);
      cells.order(number === this.at.row ? this.at.column : undefined);
    }
  }

  #chooseColumns(scrollLeft) {
    const end = this.#sheet.wide - 1;
    const first = Math.max(0, this.#columnAt(scrollLeft) - BESIDE);
    const last = Math.min(end, this.#columnAt(scrollLeft + this.#size.width - SIDE) + BESIDE);
    if (first === this.#columns[0] && last === this.#columns.at(-1)) return;
    this.#columns = list(first, last);
    this.#heads.show(this.#columns);
  }

  /* The column that a pixel from the left is in. */
  #columnAt(pixel) {
    const { columns } = this.#measures;
    let [low, high] = [0, columns.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (columns[middle].left <= pixel) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #showCells(row) {
    if (row.number !== this.at.row) row.cells.show(this.#columns);
    else {
      const columns = list(this.#columns[0], this.#columns.at(-1), this.at.column);
      row.cells.show(columns);
    }
  }

  #fillHead(cell, column) {
    cell.setAttribute("aria-colindex", String(column + 2));
    const letter = document.createElement("b");
    letter.textContent = nameColumn(column);
    const name = document.createElement("span");
    name.textContent = clean(this.#sheet.heads[column] ?? "");
    cell.replaceChildren(letter, " ", name);
    cell.title = name.textContent;
    this.#setColumn(cell, column);
  }

  #setColumn(cell, column) {
    const { left, width } = this.#measures.columns[column];
    cell.style.left = `${SIDE + left}px`;
    cell.style.width = `${width}px`;
  }

  #place(element, number) {
    const down = (number - this.#sheet.top) * this.#measures.height - this.#shift;
    element.style.transform = `translateY(${down}px)`;
  }

  #fillRow(element, number) {
    const row = this.#ofRow.get(element);
    row.number = number;
    write(row.side, String(number));
    element.setAttribute("aria-rowindex", String(number + 1));
    const kind = number === this.#sheet.header ? "h" : "";
    if (element.className !== kind) element.className = kind;
    element.style.height = `${this.#measures.height}px`;
    this.#place(element, number);
    row.cells.fillAgain();
  }

  #fillNumber(element, number) {
    write(element, String(number));
    element.style.height = `${this.#measures.height}px`;
    this.#place(element, number);
  }

  #fillCell(cell, row, column) {
    if (this.editor && cell.contains(this.editor)) return;
    if (!this.#isMeasured || cell.dataset.column !== String(column)) {
      cell.dataset.column = String(column);
      cell.setAttribute("aria-colindex", String(column + 2));
      this.#setColumn(cell, column);
    }
    cell.dataset.row = String(row);
    const stop = row === this.at.row && column === this.at.column ? 0 : -1;
    if (cell.tabIndex !== stop || !cell.hasAttribute("tabindex")) cell.tabIndex = stop;
    const text = this.#sheet.text(row, column);
    write(cell, clean((text ?? "").slice(0, MOST_LONG)));
    this.#dress(cell, row, column, text === undefined);
  }

  /* The element of a cell, if it is drawn. */
  cell(row, column) {
    const element = this.#rows.shown.get(row);
    return element && this.#ofRow.get(element).cells.shown.get(column);
  }

  /* How many rows are seen at a time. */
  get page() {
    return Math.max(1, Math.floor((this.#size.height - HEAD) / this.#measures.height) - 1);
  }

  /* Have the keyboard at a cell, in the window. */
  move(row, column) {
    const before = this.cell(this.at.row, this.at.column);
    this.at = { row, column };
    this.#reveal(row, column);
    this.draw();
    if (before) before.tabIndex = -1;
    const cell = this.cell(row, column);
    cell.tabIndex = 0;
    return cell;
  }

  #reveal(row, column) {
    const scroller = this.#scroller;
    const { height, columns } = this.#measures;
    const room = this.#size.height - HEAD;
    const top = (row - this.#sheet.top) * height;
    const start = scroller.scrollTop * this.#scale();
    const isFar = top < start - room || top > start + 2 * room;
    let wanted = start;
    if (isFar) wanted = top - (room - height) / 2;
    else if (top < start) wanted = top;
    else if (top + height > start + room) wanted = top + height - room;
    if (wanted !== start) scroller.scrollTop = wanted / this.#scale();
    const { left, width } = columns[column];
    const seen = this.#size.width - SIDE;
    if (left < scroller.scrollLeft) scroller.scrollLeft = left;
    else if (left + width > scroller.scrollLeft + seen)
      scroller.scrollLeft = Math.min(left, left + width - seen);
  }
}
