/* A table that is edited as in a spreadsheet: every edit is kept before the next one is asked for. */
const grid = document.querySelector("[data-grid]");
const body = grid.tBodies[0];
const said = document.querySelector("[data-said]");
const fault = document.querySelector("[data-fault]");
const descriptions = document.querySelector("[data-descriptions]");
const form = document.querySelector("[data-form]");
let state = JSON.parse(document.querySelector("#mending").textContent);
let current = null; // the cell that the keyboard is at
let editor = null;
let waiting = Promise.resolve();
let unconfirmed = 0;

const columns = () => state.letters.length;
const cellAt = (row, column) => body.rows[row - state.first]?.cells[column + 1];
const place = (cell) => [Number(cell.dataset.row), Number(cell.dataset.column)];
const name = (row, column) => `${state.letters[column]}${row}`;

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
    told.textContent = each.text;
    descriptions.append(told);
    cell.setAttribute("aria-describedby", told.id);
    cell.title = each.text;
  }
  for (const [row, column] of state.changed) cellAt(row, column)?.classList.add("changed");
}

function element(tag, text, kind) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  made.textContent = text;
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
        fix.addEventListener("click", () => keep({ kind: "correct", cause: cause.key }));
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
      const cell = cellAt(state.first + index, column);
      if (cell && !cell.contains(editor) && cell.textContent !== text) cell.textContent = text;
    }),
  );
  list();
  mark();
}

/* One edit after another; what is found is asked for when none is waiting. */
function keep(edit) {
  unconfirmed += 1;
  fault.hidden = true;
  waiting = waiting.then(() => send(edit)).finally(() => {
    unconfirmed -= 1;
  });
  return waiting;
}

async function send(edit) {
  let answer;
  try {
    answer = await fetch("/edits", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...edit, revision: state.revision, sheet: state.sheet, token: state.token }),
    });
  } catch {
    document.querySelector("[data-gone]").hidden = false;
    return;
  }
  const told = await answer.json();
  if (answer.ok) {
    said.textContent = told.said;
    state.revision += 1;
  } else {
    fault.textContent = told.message;
    fault.hidden = false;
  }
  // What is found at once comes first; what takes longer when nothing else is to be done.
  if (unconfirmed === 1) await look("&soon");
  if (unconfirmed === 1) await look("");
}

async function look(soon) {
  const answer = await fetch(`/mend.json?token=${state.token}&sheet=${state.sheet}&first=${state.first}${soon}`);
  const told = await answer.json();
  if (!answer.ok) {
    fault.textContent = told.message;
    fault.hidden = false;
    return;
  }
  const grown = told.rows.length !== state.rows.length || told.letters.length !== columns();
  state = told;
  if (grown) location.reload();
  else show();
}

window.addEventListener("beforeunload", (event) => {
  if (unconfirmed || editor) event.preventDefault();
});

/* Where the keyboard is. */
function go(row, column) {
  const cell = cellAt(row, column);
  if (!cell) {
    if (row < 1 || row > state.last || column < 0 || column >= columns()) return;
    location.assign(
      `/mend?sheet=${state.sheet}&first=${Math.max(1, row - 20)}&row=${row}&column=${column}`,
    );
    return;
  }
  if (current) current.tabIndex = -1;
  current = cell;
  cell.tabIndex = 0;
  cell.focus();
  fill(row, column, cell.textContent);
}

/* The form above the table has the cell too: on a telephone it is where one writes. */
function fill(row, column, text) {
  form.hidden = false;
  form.elements.row.value = row;
  form.elements.column.value = column;
  form.elements.text.value = text;
  form.querySelector("[data-cell]").textContent = name(row, column);
}

function edit(text) {
  if (editor || !current) return;
  const cell = current;
  const before = cell.textContent;
  editor = document.createElement("input");
  editor.value = text ?? before;
  editor.setAttribute("aria-label", name(...place(cell)));
  if (cell.hasAttribute("aria-describedby"))
    editor.setAttribute("aria-describedby", cell.getAttribute("aria-describedby"));
  cell.replaceChildren(editor);
  editor.focus();
  offer(editor, place(cell)[1]);
  editor.addEventListener("blur", () => finish(true));
  editor.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    const [row, column] = place(cell);
    if (event.key === "Enter" || event.key === "Tab") {
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
    cell.textContent = kept ? text : before;
    if (kept && text !== before) {
      const [row, column] = place(cell);
      keep({ kind: "paste", row, column, block: [[text]] });
    }
  }
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
    keep({ kind: key === "y" || event.shiftKey ? "redo" : "undo" });
  } else if (command && (event.key === "Home" || event.key === "End")) {
    event.preventDefault();
    go(event.key === "Home" ? 1 : state.last, event.key === "Home" ? 0 : columns() - 1);
  } else if (command || event.altKey) return;
  else if (event.key in steps) {
    event.preventDefault();
    const [down, right] = steps[event.key];
    go(Math.min(Math.max(row + down, 1), state.last), column + right);
  } else if (event.key === "Home" || event.key === "End") {
    event.preventDefault();
    go(row, event.key === "Home" ? 0 : columns() - 1);
  } else if (event.key === "F8") {
    event.preventDefault();
    next(row, column, event.shiftKey);
  } else if (event.key === "Enter" || event.key === "F2") {
    event.preventDefault();
    edit();
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    current.textContent = "";
    keep({ kind: "paste", row, column, block: [[""]] });
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

/* What a spreadsheet puts on the clipboard: tabs and lines, quoted where they stand in a cell. */
function parse(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    const row = rows.at(-1);
    if (quoted) {
      if (letter === '"' && text[at + 1] === '"') {
        row[row.length - 1] += '"';
        at += 1;
      } else if (letter === '"') quoted = false;
      else row[row.length - 1] += letter;
    } else if (letter === '"' && row.at(-1) === "") quoted = true;
    else if (letter === "\t") row.push("");
    else if (letter === "\n") rows.push([""]);
    else if (letter !== "\r") row[row.length - 1] += letter;
  }
  if (rows.length > 1 && rows.at(-1).length === 1 && rows.at(-1)[0] === "") rows.pop();
  return rows;
}

grid.addEventListener("paste", (event) => {
  if (editor || !current) return;
  event.preventDefault();
  const block = parse(event.clipboardData.getData("text/plain"));
  const [row, column] = place(current);
  keep({ kind: "paste", row, column, block });
});
for (const kind of ["copy", "cut"])
  grid.addEventListener(kind, (event) => {
    if (editor || !current) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", current.textContent);
    if (kind === "copy") return;
    const [row, column] = place(current);
    current.textContent = "";
    keep({ kind: "paste", row, column, block: [[""]] });
  });

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const row = Number(form.elements.row.value);
  const column = Number(form.elements.column.value);
  const text = form.elements.text.value;
  const cell = cellAt(row, column);
  if (cell) cell.textContent = text;
  keep({ kind: "paste", row, column, block: [[text]] });
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
