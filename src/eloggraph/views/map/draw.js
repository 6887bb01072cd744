"use strict";
/* The state drawn: colours, signs and rows as the filters and the choice ask. */
function categoryOf(at) {
  const node = page.nodes[at];
  return node.actor ? (node.in[state.grouping] ?? [COLLECTIVE - 1])[0] : COLLECTIVE;
}

function colour() {
  page.nodes.forEach((node, at) => {
    const category = categoryOf(at), element = nodeElements[at];
    element.classList.remove(...page.classes);
    element.classList.add(page.classes[category]);
    element.querySelector(".glyph").setAttribute("d", scaleOutline(page.shapes[category], node.r));
    nodeRows[at].querySelector(".sign").replaceWith(drawSign(category));
  });
}

function draw() {
  forgetNames();
  if (root.dataset.view === "table") makeTieRows();
  const seen = findSeen(), chosen = state.chosen, near = state.goal >= 0 ? findFocus() : chosen >= 0 ? neighbours[chosen] : new Set();
  const found = seen.searched && seen.nodes.filter(Boolean).length <= MOST_NEAR;
  page.nodes.forEach((node, at) => {
    const marks = { ghost: !seen.here[at], dim: seen.here[at] && !seen.nodes[at], chosen: at === chosen,
      near: at !== chosen && near.has(at), found: found && seen.nodes[at] };
    mark([nodeElements[at], ...page.languages.map((l) => labelElements[l][at]), nodeRows[at]], marks);
    if (marks.chosen !== (nodeElements[at].ariaPressed === "true")) nodeElements[at].setAttribute("aria-pressed", String(marks.chosen));
    if (nodeRows[at].hidden === seen.nodes[at]) nodeRows[at].hidden = !seen.nodes[at];
  });
  page.ties.forEach(([from, to], at) => {
    mark([tieElements[at]], { ghost: !seen.tiesHere[at], dim: seen.tiesHere[at] && !seen.ties[at],
      lit: state.goal >= 0 ? isOnPath(from, to) : from === chosen || to === chosen });
    if (tieRows[at]?.hidden === seen.ties[at]) tieRows[at].hidden = !seen.ties[at];
  });
  areaElements.forEach((element, at) => {
    const gone = !page.areas[at].some((node) => seen.here[node]), dim = !gone && !page.areas[at].some((node) => seen.nodes[node]);
    for (const each of [element, ...document.querySelectorAll(`.area-label[data-area="${at}"]`)]) {
      each.classList.toggle("ghost", gone);
      each.classList.toggle("dim", dim);
    }
  });
  picture.classList.toggle("every-tie", (byId("every-tie")?.checked ?? false) || isOtherDay() || uncheckedValues("change").size > 0);
  byId("ties").setAttribute("class", chosen >= 0 ? page.classes[categoryOf(chosen)] : "");
  picture.classList.toggle("has-choice", chosen >= 0);
  picture.classList.toggle("has-dim", seen.nodes.some((meant, at) => seen.here[at] && !meant));
  byId("tray")?.classList.toggle("ghost", isOtherDay() || !page.nodes.some((n, at) => seen.here[at] && !neighbours[at].size));
  if (root.dataset.view === "table") for (const made of tables) showRows(made);
  keepRoving(seen);
  tell(seen);
  show();
}

/* Elements carry the marks that are on; those that carry them already are not touched. */
const marked = new WeakMap();

function mark(elements, marks) {
  const wanted = Object.keys(marks).filter((name) => marks[name]).join(" ");
  if ((marked.get(elements[0]) ?? "") === wanted) return;
  marked.set(elements[0], wanted);
  for (const element of elements) for (const [name, on] of Object.entries(marks)) element.classList.toggle(name, on);
}

/* One node at a time is in the tab order: the one last visited, or the first that is seen. */
function keepRoving(seen) {
  if (!seen.nodes[state.roving]) state.roving = Math.max(0, seen.nodes.indexOf(true));
  nodeElements.forEach((element, at) => element.setAttribute("tabindex", at === state.roving ? "0" : "-1"));
}
