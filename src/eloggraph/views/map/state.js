"use strict";
/* What the page is made of, and what is chosen on it: every other script reads it here. */
const byId = (id) => document.getElementById(id);
const rows = [...document.querySelectorAll("[data-node]")].filter((element) => element.tagName === "TR");
const nodeRows = [];
for (const row of rows) nodeRows[row.dataset.node] = row;
const tieRows = [];
for (const row of document.querySelectorAll("tr[data-tie]")) tieRows[row.dataset.tie] = row;
const neighbours = page.nodes.map(() => new Set());
const ending = new Set(page.ending), oneSided = new Set(page.oneSided), uncovered = new Set(page.uncovered);
const areaElements = [...document.querySelectorAll("#areas .area")];
const narrow = matchMedia("screen and (max-width:760px)");
const COLLECTIVE = page.shapes.length - 1;
const served = root.lang;
const state = { grouping: 0, chosen: -1, near: 0, goal: -1, path: [], picking: false, day: page.today ?? 0, roving: 0, opener: null, shown: "", whole: false };

/* Whether a tie, and a node, is there on the day that is looked at. */
function isHeld(tie) {
  return holds(page.tieDays?.[tie]);
}

function isThere(at) {
  return holds(page.nodeDays?.[at]);
}

function holds(spans) {
  return !spans || spans.some(([first, end]) => first <= state.day && state.day < end);
}

function linkUp() {
  for (const some of neighbours) some.clear();
  page.ties.forEach(([from, to], tie) => {
    if (from === to || !isHeld(tie)) return;
    neighbours[from].add(to);
    neighbours[to].add(from);
  });
}

linkUp();
