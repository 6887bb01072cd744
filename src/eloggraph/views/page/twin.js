/* Tables beside a picture: a page of rows at a time, sorted by any column, saved as CSV. Print has every row. */
const ROWS_A_PAGE = 25;

function makeButton(text, className, onClick) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.className = className;
  button.addEventListener("click", onClick);
  return button;
}

/* The rows that belong together: one of the uppermost level, and those below it. */
function bundleRows(table) {
  const bundles = [];
  for (const row of table.tBodies[0].rows) {
    if (row.classList.contains("level-0") || !bundles.length) bundles.push([]);
    bundles.at(-1).push(row);
  }
  return bundles;
}

function pageTable(twin) {
  const table = twin.querySelector("table.listing"), rows = () => [...table.tBodies[0].rows];
  const state = { first: 0 }, n = rows().length, bar = document.createElement("div"), span = document.createElement("span");
  const turn = (by) => { state.first += by * ROWS_A_PAGE; show(); };
  const back = makeButton(twin.dataset.previous, "back", () => turn(-1)), on = makeButton(twin.dataset.next, "on", () => turn(1));
  const show = () => {
    const last = Math.min(n, state.first + ROWS_A_PAGE);
    rows().forEach((row, at) => { row.hidden = at < state.first || at >= last; });
    span.textContent = twin.dataset.span.replace("{first}", state.first + 1).replace("{last}", last).replace("{n}", n);
    back.disabled = !state.first;
    on.disabled = last >= n;
  };
  span.className = "span num";
  span.setAttribute("role", "status");
  bar.className = "pager";
  if (n > ROWS_A_PAGE) bar.append(back, span, on);
  bar.append(makeButton(twin.dataset.save, "save", () => saveTable(table, twin.dataset.file)));
  twin.querySelector(".wide").after(bar);
  if (n > ROWS_A_PAGE) show();
  return () => { state.first = 0; if (n > ROWS_A_PAGE) show(); };
}

/* What a cell is ordered by: thousands are grouped for the eye only. */
function readKey(cell, language) {
  const text = cell?.textContent.trim() ?? "";
  return language === "en" ? text.replace(/(?<=\d),(?=\d{3}(?!\d))/g, "") : text.replace(/(?<=\d)\u00a0(?=\d{3}(?!\d))/g, "");
}

function sortTwin(table, column, ascending) {
  const language = table.closest("[lang]").lang, collator = new Intl.Collator(language, { numeric: true }), sign = ascending ? 1 : -1;
  const bundles = bundleRows(table).map((rows) => [readKey(rows[0].cells[column], language), rows]);
  bundles.sort(([a], [b]) => (!a - !b) || sign * collator.compare(a, b));
  table.tBodies[0].append(...bundles.flatMap(([, rows]) => rows));
}

function makeSortable(twin, refresh) {
  const table = twin.querySelector("table.listing"), heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = makeButton(head.textContent, "sort", () => {
      const ascending = head.ariaSort !== "ascending";
      for (const other of heads) other.ariaSort = other === head ? (ascending ? "ascending" : "descending") : "none";
      sortTwin(table, column, ascending);
      refresh();
    });
    head.ariaSort = "none";
    head.replaceChildren(button);
  });
}

/* No cell may be taken for a formula. */
function writeCell(cell) {
  const text = cell.textContent.replace(/\s+/g, " ").trim();
  const guarded = /^\s*[=+\-@＝＋－＠]/.test(text) && !/^[+-]?[\d\s.,]+$/.test(text) ? `'${text}` : text;
  return /[";,\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

function saveTable(table, name) {
  const separator = table.closest("[lang]").lang === "en" ? "," : ";";
  const lines = [...table.rows].map((row) => [...row.cells].map(writeCell).join(separator));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

for (const twin of document.querySelectorAll(".twin")) makeSortable(twin, pageTable(twin));
