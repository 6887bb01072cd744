/* The form above the table has the cell too: on a telephone it is where one writes. */
import { nameCell } from "./celltext.js";
import { breakLine } from "./editor.js";

const form = document.querySelector("[data-form]");
const field = form.elements.text;
let filled = ""; // what it was given

export function fillForm(row, column, text, isStuck) {
  form.hidden = text === undefined; // a cell that is not known would be written over unseen
  form.elements.row.value = row;
  form.elements.column.value = column;
  field.value = text ?? "";
  field.rows = Math.min(6, field.value.split("\n").length);
  field.readOnly = false; // without this script it is, where not all of it can be shown
  form.querySelector("button").disabled = isStuck;
  filled = field.value;
  form.querySelector("[data-cell]").textContent = nameCell(row, column);
}

export function listenToForm(edits) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value;
    if (text === filled || edits.isStuck) return;
    filled = text;
    const [row, column] = ["row", "column"].map((each) => Number(form.elements[each].value));
    edits.keep({ kind: "paste", row, column, block: [[text]] });
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.altKey) breakLine(event);
    else {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}
