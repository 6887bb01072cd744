"use strict";
/* The tables, sorted by any column. */
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
}

function sortBy(head) {
  const next = head.ariaSort === "ascending" ? "descending" : "ascending";
  for (const other of head.parentElement.cells) other.ariaSort = other === head ? next : "none";
  sortTable(head.closest("table"));
}
