/* A table that is edited as in a spreadsheet: every edit is kept before the next one is asked for. */
import { clean, parse, quote } from "./celltext.js";
import { Queue } from "./queue.js";

const grid = document.querySelector("[data-grid]");
const body = grid.tBodies[0];
const said = document.querySelector("[data-said]");
const fault = document.querySelector("[data-fault]");
const unsent = document.querySelector("[data-unsent]");
const descriptions = document.querySelector("[data-descriptions]");
const form = document.querySelector("[data-form]");
let state = JSON.parse(document.querySelector("#mending").textContent);
let current = null; // the cell that the keyboard is at
let editor = null;
let filled = ""; // what the form above the table was given

const cellAt = (row, column) =>
  column < state.left ? undefined : body.rows[row - state.first]?.cells[column - state.left + 1];
const place = (cell) => [Number(cell.dataset.row), Number(cell.dataset.column)];
const name = (row, column) => `${state.letters[column - state.left]}${row}`;
const textOf = (cell) =>
  state.rows[cell.dataset.row - state.first][cell.dataset.column - state.left];

/* A cell shows what can be shown; what it says is in the state. */
function write(cell, text) {
  state.rows[cell.dataset.row - state.first][cell.dataset.column - state.left] = text;
  if (!cell.contains(editor) && cell.textContent !== clean(text)) cell.textContent = clean(text);
}

/* What is found in the cells. */
function mark() {
  for (const cell of body.querySelectorAll("td.found, td.changed")) {
    cell.classList.remove("found", "changed", "v-violation", "v-warning", "v-info");
    cell.removeAttribute("aria-invalid");
    cell.removeAttribute("aria-describedby");
    cell.removeAttribute("title");
    delete cell.dataset.sign;
  }
  descriptions.replaceChildren();
  for (const each of state.marks) {
    const cell = cellAt(each.row, each.column);
    if (!cell) continue;
    cell.classList.add("found", `v-${each.severity}`);
    cell.dataset.sign = each.sign;
    if (each.severity !== "info") cell.setAttribute("aria-invalid", "true");
    const told = document.createElement("span");
    told.id = `found-${each.row}-${each.column}`;
    told.textContent = clean(each.text);
    descriptions.append(told);
    cell.setAttribute("aria-describedby", told.id);
    cell.title = clean(each.text);
  }
  for (const [row, column] of state.changed) cellAt(row, column)?.classList.add("changed");
}

function element(tag, text, kind) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  made.textContent = clean(text);
  return made;
}

/* The causes at the side, as the page itself writes them. */
function list() {
  const root = document.querySelector("[data-causes]");
  root.replaceChildren(
    ...state.causes.map((cause) => {
      const entry = element("li", "", `v-${cause.severity}`);
      const where = element("p", "", "where");
      const sort = element("span", "", "state");
      const sign = element("span", cause.sign, "sign");
      sign.setAttribute("aria-hidden", "true");
      sort.append(sign, ` ${cause.name}`);
      where.append(sort, " ");
      if (cause.sheet !== null) {
        const link = element("a", cause.where);
        const first = Math.max(1, cause.row - 20);
        link.href = `/mend?sheet=${cause.sheet}&first=${first}&row=${cause.row}&column=${cause.column}`;
        where.append(link);
      } else if (cause.where) where.append(element("span", cause.where, "name"));
      if (cause.many) where.append(" ", element("span", cause.many, "many"));
      entry.append(where, element("p", cause.message, "seen"));
      for (const text of [cause.seen, cause.remedy, cause.following])
        if (text) entry.append(element("p", text, "fine"));
      if (cause.fix) {
        const fix = element("button", cause.fix);
        fix.type = "button";
        fix.addEventListener("click", () => keep({ kind: "correct", cause: cause.key }, cause.fix));
        entry.append(fix);
      }
      return entry;
    }),
  );
}

function show() {
  document.querySelector("[data-title]").textContent = state.title;
  document.querySelector("[data-hidden]").textContent = state.hidden;
  document.querySelector("[data-shown]").textContent = state.shown;
  document.querySelector("[data-undo]").disabled = !state.undo;
  document.querySelector("[data-redo]").disabled = !state.redo;
  for (const field of document.querySelectorAll("[data-revision]")) field.value = state.revision;
  state.rows.forEach((row, index) =>
    row.forEach((text, column) => {
      const cell = cellAt(state.first + index, state.left + column);
      if (cell) write(cell, text);
    }),
  );
  list();
  mark();
}

/* Every edit waits on the page until it is answered; what is found is asked for after the last. */
const queue = new Queue(send, rest, tellUnsent);

function keep(edit, label) {
  if (!queue.waiting.length) fault.hidden = true;
  put(edit);
  return queue.put({ edit, label: label ?? describe(edit) });
}

function put({ kind, row, column, block }) {
  if (kind !== "paste") return;
  block.forEach((texts, down) =>
    texts.forEach((text, right) => {
      const cell = cellAt(row + down, column + right);
      if (cell) write(cell, text);
    }),
  );
}

function describe({ kind, row, column, block }) {
  if (kind !== "paste") return document.querySelector(`[data-${kind}]`)?.textContent ?? kind;
  return `${name(row, column)}: ${quote(block[0][0])}${block.flat().length > 1 ? " …" : ""}`;
}

/* Tell whether it was answered: that it is kept, or why not. */
async function send({ edit, label }) {
  const answer = await fetch("/edits", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      ...edit,
      revision: state.revision,
      sheet: state.sheet,
      token: state.token,
    }),
  });
  const told = await answer.json();
  if (answer.ok) {
    said.textContent = told.said;
    state.revision += 1;
  } else refuse(told.message, label);
  return true;
}

function refuse(message, label) {
  const known = fault.hidden ? [] : [...fault.querySelectorAll("li")];
  const list = element("ul", "");
  list.append(...known, element("li", label));
  fault.replaceChildren(element("p", message), element("p", fault.dataset.refused), list);
  fault.hidden = false;
}

/* What is not kept yet stays to be read, and nothing else is begun until it is. */
function tellUnsent() {
  unsent.hidden = !queue.isStuck;
  grid.setAttribute("aria-readonly", String(queue.isStuck));
  const entries = queue.waiting.map(({ label }) => element("li", label));
  unsent.querySelector("ul").replaceChildren(...entries);
  if (queue.isStuck) said.textContent = "";
  for (const each of document.querySelectorAll("[data-doings] button, .cell button, .side button"))
    each.disabled = queue.isStuck;
  document.querySelector("[data-undo]").disabled ||= !state.undo;
  document.querySelector("[data-redo]").disabled ||= !state.redo;
}
unsent.querySelector("button").addEventListener("click", () => queue.run());

/* What is found at once comes first; what takes longer when nothing else is to be done. */
async function rest() {
  try {
    await look("&soon");
    if (!queue.waiting.length) await look("");
  } catch {
    fault.replaceChildren(element("p", fault.dataset.unseen));
    fault.hidden = false;
  }
}

async function look(soon) {
  const answer = await fetch(
    `/mend.json?token=${state.token}&sheet=${state.sheet}&first=${state.first}&column=${state.left}${soon}`,
  );
  const told = await answer.json();
  if (!answer.ok) {
    if (!fault.hidden) return; // why the edit was refused says it already
    fault.replaceChildren(element("p", told.message));
    fault.hidden = false;
    return;
  }
  const grown =
    told.rows.length !== state.rows.length || told.letters.length !== state.letters.length;
  state = told;
  if (grown && !queue.waiting.length) location.reload();
  show();
  for (const { edit } of queue.waiting) put(edit);
}

window.addEventListener("beforeunload", (event) => {
  if (queue.waiting.length || editor) event.preventDefault();
});

/* Another page is asked for when all of this one is kept. */
async function leave(address) {
  await queue.run();
  if (!queue.waiting.length) location.assign(address);
}

/* Where the keyboard is. */
function go(row, column) {
  const cell = cellAt(row, column);
  if (!cell) {
    if (row < 1 || row > state.last || column < 0 || column >= state.wide) return;
    leave(`/mend?sheet=${state.sheet}&first=${Math.max(1, row - 20)}&row=${row}&column=${column}`);
    return;
  }
  if (current) current.tabIndex = -1;
  current = cell;
  cell.tabIndex = 0;
  cell.focus();
  fill(row, column, textOf(cell));
}

/* The form above the table has the cell too: on a telephone it is where one writes. */
function fill(row, column, text) {
  form.hidden = false;
  form.elements.row.value = row;
  form.elements.column.value = column;
  const field = form.elements.text;
  field.value = text;
  field.rows = text.split("\n").length;
  field.readOnly = false; // without this script it is, where not all of it can be shown
  form.querySelector("button").disabled = queue.isStuck;
  filled = field.value;
  form.querySelector("[data-cell]").textContent = name(row, column);
}

function edit(text) {
  if (editor || !current || queue.isStuck) return;
  const cell = current;
  const before = textOf(cell);
  // A field of one line would join the lines of a cell.
  const lines = text === undefined ? before.split("\n").length : 1;
  editor = document.createElement(lines > 1 || before.includes("\r") ? "textarea" : "input");
  if (lines > 1) editor.rows = lines;
  editor.value = text ?? before;
  const opened = text === undefined ? editor.value : before;
  editor.setAttribute("aria-label", name(...place(cell)));
  if (cell.hasAttribute("aria-describedby"))
    editor.setAttribute("aria-describedby", cell.getAttribute("aria-describedby"));
  cell.replaceChildren(editor);
  editor.focus();
  if (editor.tagName === "INPUT") offer(editor, place(cell)[1]);
  editor.addEventListener("blur", () => finish(true));
  editor.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    const [row, column] = place(cell);
    if (event.key === "Enter" && event.altKey && editor.tagName === "TEXTAREA") breakLine(event);
    else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      finish(true);
      if (event.key === "Enter") go(row + (event.shiftKey ? -1 : 1), column);
      else go(row, column + (event.shiftKey ? -1 : 1));
      if (document.activeElement === document.body) cell.focus();
    } else if (event.key === "Escape") {
      finish(false);
      cell.focus();
    }
  });
  function finish(kept) {
    if (!editor) return;
    const text = editor.value;
    editor = null; // before the field goes: that blurs it
    cell.textContent = clean(before);
    if (kept && text !== opened) {
      const [row, column] = place(cell);
      keep({ kind: "paste", row, column, block: [[text]] });
    }
  }
}

/* Enter ends; with Alt it begins a new line, as in a spreadsheet. */
function breakLine(event) {
  event.preventDefault();
  const field = event.target;
  field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
}

/* What a cell of a column may say, asked for once. */
const offered = new Map();
async function offer(field, column) {
  if (!offered.has(column)) {
    const asked = fetch(`/choices.json?token=${state.token}&sheet=${state.sheet}&column=${column}`);
    offered.set(column, asked.then((answer) => (answer.ok ? answer.json() : [])));
  }
  const choices = await offered.get(column);
  if (!choices.length || !field.isConnected) return;
  const id = `choices-${column}`;
  if (!document.getElementById(id)) {
    const list = document.createElement("datalist");
    list.id = id;
    list.append(...choices.map((text) => new Option(text)));
    document.body.append(list);
  }
  field.setAttribute("list", id);
}

const steps = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-20, 0],
  PageDown: [20, 0],
};

grid.addEventListener("keydown", (event) => {
  if (editor || !current || event.isComposing) return;
  const [row, column] = place(current);
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (command && (key === "z" || key === "y")) {
    event.preventDefault();
    if (!queue.isStuck) keep({ kind: key === "y" || event.shiftKey ? "redo" : "undo" });
  } else if (command && (event.key === "Home" || event.key === "End")) {
    event.preventDefault();
    go(event.key === "Home" ? 1 : state.last, event.key === "Home" ? 0 : state.wide - 1);
  } else if (command || event.altKey) return;
  else if (event.key in steps) {
    event.preventDefault();
    const [down, right] = steps[event.key];
    go(Math.min(Math.max(row + down, 1), state.last), column + right);
  } else if (event.key === "Home" || event.key === "End") {
    event.preventDefault();
    go(row, event.key === "Home" ? 0 : state.wide - 1);
  } else if (event.key === "F8") {
    event.preventDefault();
    next(row, column, event.shiftKey);
  } else if (event.key === "Enter" || event.key === "F2") {
    event.preventDefault();
    edit();
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    if (!queue.isStuck) keep({ kind: "paste", row, column, block: [[""]] });
  } else if (event.key.length === 1) {
    event.preventDefault();
    edit(event.key);
  }
});

/* The next cell in which something is found. */
function next(row, column, back) {
  const order = state.marks.filter((each) =>
    back
      ? each.row < row || (each.row === row && each.column < column)
      : each.row > row || (each.row === row && each.column > column),
  );
  const found = (back ? order.at(-1) : order[0]) ?? (back ? state.marks.at(-1) : state.marks[0]);
  if (found) go(found.row, found.column);
}

grid.addEventListener("focusin", (event) => {
  const cell = event.target.closest("td[data-row]");
  if (cell && cell !== current && !editor) go(...place(cell));
});
grid.addEventListener("mousedown", (event) => {
  const cell = event.target.closest("td[data-row]");
  if (cell && !cell.contains(editor)) {
    event.preventDefault();
    document.activeElement?.blur();
    go(...place(cell));
  }
});
grid.addEventListener("dblclick", () => edit());

grid.addEventListener("paste", (event) => {
  if (editor || !current) return;
  event.preventDefault();
  if (queue.isStuck) return;
  const block = parse(event.clipboardData.getData("text/plain"));
  const [row, column] = place(current);
  keep({ kind: "paste", row, column, block });
});
for (const kind of ["copy", "cut"])
  grid.addEventListener(kind, (event) => {
    if (editor || !current) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", quote(textOf(current)));
    if (kind === "copy" || queue.isStuck) return;
    const [row, column] = place(current);
    keep({ kind: "paste", row, column, block: [[""]] });
  });

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = form.elements.text.value;
  if (text === filled || queue.isStuck) return;
  filled = text;
  const [row, column] = ["row", "column"].map((each) => Number(form.elements[each].value));
  keep({ kind: "paste", row, column, block: [[text]] });
});
form.elements.text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  if (event.altKey) breakLine(event);
  else {
    event.preventDefault();
    form.requestSubmit();
  }
});
for (const kind of ["undo", "redo"])
  document.querySelector(`[data-${kind}]`).addEventListener("click", (event) => {
    event.preventDefault();
    keep({ kind });
  });

mark();
list();
const asked = new URLSearchParams(location.search);
const start = cellAt(Number(asked.get("row")), Number(asked.get("column")));
if (asked.has("row") && start) {
  go(...place(start));
  start.scrollIntoView({ block: "center", inline: "center" });
} else {
  current = body.querySelector("td[data-row]");
  if (current) current.tabIndex = 0;
}
