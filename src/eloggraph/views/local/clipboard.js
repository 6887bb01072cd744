/* Cells to and from the clipboard, as a spreadsheet has them there. */
import { parse, quote } from "./celltext.js";

export function listenToClipboard(table, sheet, view, edits) {
  table.addEventListener("paste", (event) => {
    if (view.editor) return;
    event.preventDefault();
    const block = parse(event.clipboardData.getData("text/plain"));
    edits.keep({ kind: "paste", ...view.at, block });
  });
  for (const kind of ["copy", "cut"])
    table.addEventListener(kind, (event) => {
      const text = sheet.text(view.at.row, view.at.column);
      if (view.editor || text === undefined) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", quote(text));
      if (kind === "cut") edits.keep({ kind: "paste", ...view.at, block: [[""]] });
    });
}
