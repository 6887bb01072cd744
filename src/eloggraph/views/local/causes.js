/* The causes at the side, as the page itself writes them. */
import { clean } from "./celltext.js";

export function element(tag, text, kind) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  made.textContent = clean(text);
  return made;
}

/* `keep` makes the edit that a cause offers; `go` leads to a cell of the sheet that is shown. */
export function listCauses(root, { causes, sheet }, keep, go) {
  const words = root.dataset;
  root.replaceChildren(
    ...causes.map((cause) => {
      const entry = list(cause, sheet, keep, go);
      if (cause.waiting) entry.append(offerToForget(cause, words, keep));
      return entry;
    }),
  );
}

/* The edits of a table that is gone go for good: it is said what goes before it does. */
function offerToForget(cause, words, keep) {
  const details = document.createElement("details");
  const button = element("button", words.forgetIt);
  button.type = "button";
  button.addEventListener("click", () =>
    keep({ kind: "forget", cause: cause.key }, words.forget),
  );
  details.append(element("summary", words.forget), element("p", cause.waiting, "fine"), button);
  return details;
}

function list(cause, sheet, keep, go) {
  const entry = element("li", "", `v-${cause.severity}`);
  entry.append(tellWhere(cause, sheet, go), element("p", cause.message, "seen"));
  for (const text of [cause.seen, cause.remedy, cause.following])
    if (text) entry.append(element("p", text, "fine"));
  if (cause.fix) {
    const fix = element("button", cause.fix);
    fix.type = "button";
    fix.addEventListener("click", () => keep({ kind: "correct", cause: cause.key }, cause.fix));
    entry.append(fix);
  }
  return entry;
}

function tellWhere(cause, sheet, go) {
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
    if (cause.sheet === sheet)
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(cause.row, cause.column);
      });
    where.append(link);
  } else if (cause.where) where.append(element("span", cause.where, "name"));
  if (cause.many) where.append(" ", element("span", cause.many, "many"));
  return where;
}
