/* The text of a cell: as it is shown, and as a spreadsheet has it on the clipboard. */

/* What has no sign of its own, or turns the direction, is shown as such; it is kept as it is. */
const UNSAFE =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]/gu;
export const clean = (text) => text.replace(UNSAFE, "\ufffd");

/* Tabs and lines, quoted where they stand in a cell. */
export function parse(text) {
  const rows = text.includes('"') ? parseQuoted(text) : split(text);
  if (rows.length > 1 && rows.at(-1).length === 1 && rows.at(-1)[0] === "") rows.pop();
  return rows;
}

const split = (text) =>
  text
    .replaceAll("\r", "")
    .split("\n")
    .map((line) => line.split("\t"));

function parseQuoted(text) {
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
  return rows;
}

export const quote = (text) => (/^"|[\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/* What a spreadsheet calls a column: the first is A. */
export function nameColumn(column) {
  const before = Math.floor(column / 26) - 1;
  return (before < 0 ? "" : nameColumn(before)) + String.fromCharCode(65 + (column % 26));
}

export const nameCell = (row, column) => `${nameColumn(column)}${row}`;
