/* A sheet that is edited as in a spreadsheet, however long it is. */
import { listCauses } from "./causes.js";
import { fillForm, listenToForm } from "./cellform.js";
import { Choices } from "./choices.js";
import { listenToClipboard } from "./clipboard.js";
import { Cursor } from "./cursor.js";
import { Editor } from "./editor.js";
import { Edits } from "./edits.js";
import { Marks } from "./marks.js";
import { Sheet } from "./sheet.js";
import { View } from "./view.js";

const find = (name) => document.querySelector(`[data-${name}]`);
const table = find("grid");
const shown = find("shown");
const first = JSON.parse(document.querySelector("#mending").textContent);
const { token, sheet: number } = first;

async function ask(address, query) {
  const answer = await fetch(`${address}?token=${token}&sheet=${number}&${query}`);
  return answer.ok ? answer.json() : null;
}

const choices = new Choices(
  find("choices"),
  async (column) => (await ask("/choices.json", `column=${column}`)) ?? [],
);
const sheet = new Sheet(first, (from) => ask("/rows.json", `first=${from}`), come);
const marks = new Marks(sheet, find("descriptions"));
const dress = (...cell) => marks.dress(...cell);
const view = new View(table, sheet, { row: first.first, column: first.left }, dress, see);
const edits = new Edits(first, sheet, view, show, hold);
const cursor = new Cursor(sheet, view, find("place"), fill);
const go = (row, column) => cursor.go(row, column);
const editor = new Editor(sheet, view, edits, choices, go);

/* Rows have come that were asked for. */
function come() {
  edits.putWaiting();
  view.refresh();
  fillAgain();
}

/* Other rows are in the window. */
function see({ first: from, last: to }) {
  shown.textContent = shown.dataset.words
    .replace("{first}", String(from))
    .replace("{to}", String(to))
    .replace("{last}", String(sheet.last));
  sheet.need(from, to);
  choices.place();
}

function fill(row, column) {
  fillForm(row, column, sheet.text(row, column), edits.isStuck);
}

/* The form has what the cell says now, unless somebody is writing in it. */
function fillAgain() {
  const form = find("form");
  const isAt = table.contains(document.activeElement) || !form.hidden;
  if (isAt && !form.contains(document.activeElement)) fill(view.at.row, view.at.column);
}

/* What an edit has made of the page. */
function show(state) {
  find("title").textContent = state.title;
  find("hidden").textContent = state.hidden;
  for (const field of document.querySelectorAll("[data-revision]")) field.value = state.revision;
  listCauses(find("causes"), state, (...edit) => edits.keep(...edit), go);
  hold(state);
  view.refresh();
  fillAgain();
  sheet.need(view.seen.first, view.seen.last);
  sheet.fetchAhead();
}

/* While something is not kept, nothing else is begun. */
function hold(state) {
  table.setAttribute("aria-readonly", String(edits.isStuck));
  for (const each of document.querySelectorAll("[data-doings] button, .cell button, .side button"))
    each.disabled = edits.isStuck;
  find("undo").disabled ||= !state.undo;
  find("redo").disabled ||= !state.redo;
}

table.addEventListener("keydown", (event) => {
  if (editor.isOpen || event.isComposing) return;
  const key = event.key.toLowerCase();
  const isCommand = event.ctrlKey || event.metaKey;
  if (event.altKey && event.key === "ArrowDown") editor.open();
  else if (event.altKey) return;
  else if (isCommand && (key === "z" || key === "y"))
    edits.keep({ kind: key === "y" || event.shiftKey ? "redo" : "undo" });
  else if (cursor.press(event)) true;
  else if (isCommand) return;
  else if (event.key === "Enter" || event.key === "F2") editor.open();
  else if (event.key === "Delete" || event.key === "Backspace")
    edits.keep({ kind: "paste", ...view.at, block: [[""]] });
  else if (event.key.length === 1) editor.open(event.key);
  else return;
  event.preventDefault();
});
table.addEventListener("focusin", (event) => {
  const cell = event.target.closest("td[data-row]");
  if (!cell || editor.isOpen) return;
  const [row, column] = [Number(cell.dataset.row), Number(cell.dataset.column)];
  if (row !== view.at.row || column !== view.at.column) go(row, column);
  else fill(row, column);
});
table.addEventListener("mousedown", (event) => {
  const cell = event.target.closest("td[data-row]");
  if (!cell || cell.contains(view.editor)) return;
  event.preventDefault();
  document.activeElement?.blur();
  go(Number(cell.dataset.row), Number(cell.dataset.column));
});
table.addEventListener("dblclick", () => editor.open());
listenToClipboard(table, sheet, view, edits);
listenToForm(edits);
for (const kind of ["undo", "redo"])
  find(kind).addEventListener("click", (event) => {
    event.preventDefault();
    edits.keep({ kind });
  });
window.addEventListener("beforeunload", (event) => {
  if (edits.isWaiting || editor.isOpen) event.preventDefault();
});

find("turns").hidden = true; // all rows and columns are here
show(first);
const asked = new URLSearchParams(location.search);
if (asked.has("row")) go(Number(asked.get("row")), Number(asked.get("column")));
else if (first.first > sheet.top || first.left) view.move(first.first, first.left);
