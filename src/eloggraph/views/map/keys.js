"use strict";
/* Keys on the picture: arrows walk along the ties. */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/* The tied node that lies best in the direction; where there is none, any node that does. */
function step(from, [dx, dy]) {
  const here = page.nodes[from];
  const best = (candidates, least) => candidates.reduce((found, at) => {
    const x = page.nodes[at].x - here.x, y = page.nodes[at].y - here.y, far = Math.hypot(x, y) || 1;
    const cosine = (x * dx + y * dy) / far;
    return cosine > least && far / cosine < found[1] ? [at, far / cosine] : found;
  }, [-1, Infinity])[0];
  const seen = page.nodes.map((_, at) => at).filter((at) => at !== from && isMeant(nodeElements[at]));
  const tied = best(seen.filter((at) => neighbours[from].has(at)), 0.5);
  return tied >= 0 ? tied : best(seen, 0.3);
}

function visit(at) {
  if (at < 0) return;
  state.roving = at;
  nodeElements.forEach((element, other) => element.setAttribute("tabindex", other === at ? "0" : "-1"));
  reveal(at);
  nodeElements[at].focus({ preventScroll: !narrow.matches });
}

function leaveMap() {
  if (state.chosen >= 0) return leavePanel();
  return document.querySelector(".views [aria-current]").focus();
}

picture.addEventListener("keydown", (event) => {
  const node = event.target.closest(".node");
  if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = Number(node.dataset.node), arrow = ARROWS[event.key];
  const keys = { Enter: () => choose(at, { enter: true, opener: node }), Escape: leaveMap,
    " ": () => choose(at, { opener: node }), "+": () => zoom(1.25), "-": () => zoom(0.8), 0: fit,
    PageDown: () => visit(nodeElements.findIndex((element, other) => other > at && isMeant(element))),
    PageUp: () => visit(nodeElements.findLastIndex((element, other) => other < at && isMeant(element))),
    Home: () => visit(nodeElements.findIndex(isMeant)), End: () => visit(nodeElements.findLastIndex(isMeant)) };
  const action = arrow ? () => (event.shiftKey ? move(arrow[0] * 80, arrow[1] * 80) : visit(step(at, arrow))) : keys[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});
