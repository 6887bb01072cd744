"use strict";
/* The address says what is seen: what is ticked, chosen and searched is kept and sent with it. */
const boxes = [...document.querySelectorAll("#facets input[type=checkbox]")];

function keyOf(box) {
  const { category, kind, change, tieKind } = box.dataset;
  if (change !== undefined) return `c.${change}`;
  if (category !== undefined) return `g${box.closest("[data-grouping]").dataset.grouping}.${category}`;
  return kind !== undefined ? `k.${kind}` : `t.${tieKind}`;
}

function isFilter(box) {
  return !("only" in box.dataset) && box.id !== "every-tie";
}

function writeControls() {
  const ticked = boxes.filter((box) => "only" in box.dataset && box.checked).map((box) => box.dataset.only);
  writeAddress({
    q: byId("search").value.trim(),
    by: state.grouping ? String(state.grouping) : "",
    off: boxes.filter((box) => isFilter(box) && !box.checked).map(keyOf).join("-"),
    only: ticked.join("-"),
    lines: byId("every-tie")?.checked ? "all" : "",
  });
}

function readControls(fields) {
  const off = new Set((fields.get("off") ?? "").split("-")), only = new Set((fields.get("only") ?? "").split("-"));
  for (const box of boxes) {
    if (isFilter(box)) box.checked = !off.has(keyOf(box));
    else box.checked = box.id === "every-tie" ? fields.get("lines") === "all" : only.has(box.dataset.only);
  }
  const query = fields.get("q") ?? "";
  if (byId("search").value.trim() !== query) byId("search").value = query;
  const wanted = Number(fields.get("by") ?? 0);
  setGrouping(Number.isInteger(wanted) && wanted >= 0 && wanted < page.groupings ? wanted : 0);
}

function setGrouping(wanted) {
  if (wanted === state.grouping) return;
  state.grouping = wanted;
  byId("colour-by").value = String(wanted);
  for (const set of document.querySelectorAll("[data-grouping]")) {
    set.hidden = Number(set.dataset.grouping) !== wanted;
  }
  colour();
}

/* Which part of the picture is seen, once hands have rested; the whole needs no telling. */
let resting = 0;

function keepPlace() {
  clearTimeout(resting);
  resting = setTimeout(() => {
    const place = view.fitted ? "" : [view.x.toFixed(0), view.y.toFixed(0), view.scale.toFixed(3)].join("_");
    if (state.chosen < 0 || place) writeAddress({ at: place });
  }, 250);
}

function readPlace() {
  const [, x, y, scale] = (/^(-?\d{1,5})_(-?\d{1,5})_(\d\.\d{1,3})$/.exec(readAddress().get("at") ?? "") ?? []).map(Number);
  if (!(scale >= LEAST_SCALE && scale <= LARGEST_SCALE)) return;
  Object.assign(view, { x, y, scale, fitted: false });
  show();
}

/* The rows of a legend in the order of the language; all others and the unknown stay last. */
function sortLegends() {
  const collator = new Intl.Collator(root.lang), last = COLLECTIVE - 2;
  const key = (row) => [Math.max(Number(row.querySelector("input").dataset.category), last - 1), row.querySelector(".name").textContent];
  for (const set of document.querySelectorAll(".legend-part")) {
    const rows = [...set.querySelectorAll("label")].map((row) => [key(row), row]);
    rows.sort(([a], [b]) => a[0] - b[0] || collator.compare(a[1], b[1]));
    set.append(...rows.map(([, row]) => row));
  }
}

/* Read the address and make the page agree with it. */
function apply() {
  const fields = readAddress(), language = chosenLanguage();
  readControls(fields);
  const turned = language !== root.lang || state.shown === "";
  root.dataset.view = fields.get("view") ?? (narrow.matches ? "table" : "map");
  for (const link of document.querySelectorAll(".pages a")) link.hash = `lang=${language}`;
  for (const link of document.querySelectorAll(".views a")) {
    if (link.dataset.view === root.dataset.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (turned && (language !== served || state.shown)) translate(language);
  if (turned) sortLegends();
  const moved = setDay(findDay(fields.get("day")));
  const path = readPath(fields), chosen = path ? path[0] : page.nodes.findIndex((node) => node.id === fields.get("node"));
  const opened = chosen !== state.chosen || (path ? path[1] : -1) !== state.goal;
  state.chosen = chosen;
  state.near = path ? 0 : ["1", "2"].indexOf(fields.get("near")) + 1;
  state.goal = path ? path[1] : -1;
  state.path = path ? findPath(...path) : [];
  root.classList.toggle("picking", state.picking);
  const shown = `${chosen} ${state.near} ${state.goal} ${state.picking} ${state.day} ${language}`;
  if (shown !== state.shown) fillPanel();
  state.shown = shown;
  if (moved || turned) tellDay();
  draw();
  if (root.dataset.view === "table") {
    for (const table of document.querySelectorAll("table")) if (table.dataset.sorted !== language) sortTable(table);
  }
  if (view.fitted && turned) fit();
  if (opened && chosen >= 0) {
    state.whole ||= view.fitted;
    revealAll([...findFocus(), ...(state.goal >= 0 ? [state.goal, chosen] : [])]);
  } else if (opened && state.whole) {
    state.whole = false;
    fit();
  }
}
