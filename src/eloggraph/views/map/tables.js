"use strict";
/* The tables: a page of rows at a time, sorted by any column. Print has every row. */
const ROWS_A_PAGE = 25;
const tables = [...document.querySelectorAll("#table table")].map((table) => {
  const bar = make("div", undefined, "pager"), span = make("span", undefined, "num");
  const made = { table, bar, span, first: 0 };
  const turn = (by) => { made.first += by * ROWS_A_PAGE; showRows(made); };
  made.back = makeButton("", () => turn(-1));
  made.on = makeButton("", () => turn(1));
  span.setAttribute("role", "status");
  bar.append(made.back, span, made.on);
  table.after(bar);
  return made;
});

/* A large network has only its first ties as rows in the page: the others are made when the table is looked at. */
function makeTieRows() {
  if (tieRows.filter(Boolean).length === page.ties.length) return;
  const { table } = tables.find((made) => made.table.id === "tie-table");
  const write = (text, className) => {
    const cell = make("td", say(text), className);
    cell.dataset.t = text;
    return cell;
  };
  page.ties.forEach(([from, to, kind, label, period], at) => {
    if (tieRows[at]) return;
    const row = tieRows[at] = table.tBodies[0].insertRow();
    row.dataset.tie = at;
    row.append(write(page.nodes[from].name, "name"), write(page.tieNames[kind]), write(page.nodes[to].name, "name"),
      write(label, "wide"), write(period, "wide num"));
  });
  table.dataset.sorted = "";
}

/* Of the rows that the filters leave, those of the page. */
function showRows(made) {
  const rows = [...made.table.tBodies[0].rows].filter((row) => !row.hidden), n = rows.length;
  made.first = Math.max(0, Math.min(made.first, Math.floor((n - 1) / ROWS_A_PAGE) * ROWS_A_PAGE));
  const last = Math.min(n, made.first + ROWS_A_PAGE);
  rows.forEach((row, at) => row.classList.toggle("turned", at < made.first || at >= last));
  made.bar.hidden = n <= ROWS_A_PAGE;
  made.back.textContent = say(page.say["view.previous"]);
  made.on.textContent = say(page.say["view.next"]);
  made.span.textContent = say(page.say["view.span"], { first: formatNumber(made.first + 1), last: formatNumber(last), n: formatNumber(n) });
  made.back.disabled = !made.first;
  made.on.disabled = last >= n;
}

/* The page on which a row stands. */
function turnTo(row) {
  const made = tables.find(({ table }) => table.contains(row));
  made.first = Math.max(0, [...made.table.tBodies[0].rows].filter((each) => !each.hidden).indexOf(row));
  made.first -= made.first % ROWS_A_PAGE;
  showRows(made);
}

function sortTable(table) {
  const heads = [...table.tHead.rows[0].cells];
  const column = heads.findIndex((head) => head.ariaSort !== "none");
  if (column < 0) return;
  const sign = heads[column].ariaSort === "ascending" ? 1 : -1;
  const collator = new Intl.Collator(root.lang, { numeric: true });
  const key = ({ cells: { [column]: cell } }) => cell.dataset.value ?? (cell.querySelector(".key") ?? cell).textContent;
  const keyed = [...table.tBodies[0].rows].map((row) => [key(row), row]);
  table.tBodies[0].append(...keyed.sort((a, b) => sign * collator.compare(a[0], b[0])).map(([, row]) => row));
  table.dataset.sorted = root.lang;
  showRows(tables.find((made) => made.table === table));
}

function sortBy(head) {
  const next = head.ariaSort === "ascending" ? "descending" : "ascending";
  for (const other of head.parentElement.cells) other.ariaSort = other === head ? next : "none";
  tables.find(({ table }) => table.contains(head)).first = 0;
  sortTable(head.closest("table"));
}
