"use strict";
/* The picture in the language chosen; tooltips are plain text, nodes stand where they were stored. */
let drawn = null;

function drawNetwork() {
  const { nodes, edges } = page.networks[root.lang];
  const tooltip = (text) => Object.assign(document.createElement("div"), { textContent: text });
  const data = {
    nodes: nodes.map((node) => ({ ...node, title: tooltip(node.title),
      font: { color: "#16202a", size: 13, strokeWidth: node.shape === "box" ? 0 : 4, strokeColor: "#ffffff" } })),
    edges: edges.map((edge, at) => ({ ...edge, id: at, title: tooltip(edge.title), smooth: false })),
  };
  drawn?.destroy();
  drawn = new vis.Network(document.getElementById("picture"), data, {
    physics: false, autoResize: true, interaction: { hover: true, keyboard: false },
    nodes: { margin: 6, widthConstraint: { maximum: 180 } }, layout: { randomSeed: 0 },
  });
  drawn.once("afterDrawing", () => { root.dataset.drawn = root.lang; });
  drawn.fit({ animation: false });
}

function apply() {
  translate(chosenLanguage());
  drawNetwork();
}

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => { writeAddress({ lang: button.dataset.language }); apply(); });
}
addEventListener("hashchange", apply);
apply();
