/* How wide the columns of a sheet are and how high its rows, by the texts that are known. */

const NARROW = 88;
const WIDE = 264;
const LETTER = 7.1; // pixels of a letter of the table's text, on the whole
const SIDES = 18;
const LINE = 18;
const ONE = 28; // pixels of a row of one line
const EDGES = 6; // so little that nothing is seen of a line too many
const MOST_LINES = 3;
const USUAL = 0.9; // so many of the rows are shown whole, if three lines are enough for them

const longest = (text) => Math.max(...text.split("\n").map((line) => line.length));

/* `rows` are arrays of texts, `width` what there is room for beside the numbers of the rows. */
export function measure(rows, heads, width) {
  const wanted = heads.map((head, column) => {
    const lengths = rows.map((texts) => longest(texts[column] ?? ""));
    lengths.push(longest(head));
    lengths.sort((a, b) => a - b);
    const most = lengths[Math.floor((lengths.length - 1) * USUAL)];
    return Math.min(WIDE, Math.max(NARROW, Math.round(most * LETTER + SIDES)));
  });
  const sum = wanted.reduce((a, b) => a + b, 0);
  const wider = sum < width ? width / sum : 1;
  const columns = [];
  let left = 0;
  for (const each of wanted) {
    const wide = Math.floor(each * wider);
    columns.push({ left, width: wide });
    left += wide;
  }
  const needed = rows.map((texts) =>
    Math.max(1, ...columns.map((column, at) => countLines(texts[at] ?? "", column.width))),
  );
  needed.sort((a, b) => a - b);
  const lines = Math.min(MOST_LINES, needed[Math.floor((needed.length - 1) * USUAL)] ?? 1);
  return { columns, width: left, height: lines === 1 ? ONE : lines * LINE + EDGES, lines };
}

function countLines(text, width) {
  if (!text) return 1;
  const letters = (width - SIDES) / LETTER;
  const lines = text.split("\n").map((line) => Math.max(1, Math.ceil(line.length / letters)));
  return lines.reduce((a, b) => a + b, 0);
}
