"use strict";
/* Everything that hands can reach, and the first picture. */
const MOVES = { "zoom-in": () => zoom(1.3), "zoom-out": () => zoom(1 / 1.3), "zoom-fit": fit,
  "pan-left": () => move(-90, 0), "pan-right": () => move(90, 0), "pan-up": () => move(0, -90),
  "pan-down": () => move(0, 90) };

for (const button of document.querySelectorAll("[data-move]")) {
  button.addEventListener("click", MOVES[button.dataset.move]);
}
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => { writeAddress({ lang: button.dataset.language }); apply(); });
}
for (const link of document.querySelectorAll(".views a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    writeAddress({ view: link.dataset.view }, { remember: true });
    apply();
    if (view.fitted) fit();
  });
}
for (const head of document.querySelectorAll("#table thead th")) {
  head.querySelector("button").addEventListener("click", () => sortBy(head));
}
nodeElements.forEach((element, at) => {
  element.addEventListener("click", () => { if (!dragged) choose(at === state.chosen ? -1 : at, { opener: element }); });
  element.addEventListener("focus", () => { state.roving = at; });
});
nodeRows.forEach((row, at) => {
  const button = row.querySelector("button");
  button.addEventListener("click", () => choose(at, { enter: true, opener: button }));
});
byId("facets").addEventListener("change", (event) => {
  if (event.target.id === "colour-by") setGrouping(Number(event.target.value));
  writeControls();
  draw();
});
byId("show-all").addEventListener("click", () => {
  writeAddress({ near: "", path: "", q: "", off: "", only: "", lines: "" });
  apply();
  fit();
});
function captionedPicture() {
  const head = `${say(page.title)} · ${document.querySelector("header .eyebrow").textContent}`;
  return pictureFile([head, byId("sentence").textContent]);
}
byId("download").addEventListener("click", () => saveFile(page.file, captionedPicture(), "image/svg+xml"));
byId("download-png").addEventListener("click", () => savePixels(page.file.replace(/\.svg$/, ".png"), captionedPicture()));
byId("panel").addEventListener("keydown", (event) => { if (event.key === "Escape") leavePanel(); });
addEventListener("beforeprint", () => {
  makeTieRows();
  draw();
  for (const { table } of tables) if (table.dataset.sorted !== root.lang) sortTable(table);
});
addEventListener("hashchange", apply);
addEventListener("popstate", apply);
narrow.addEventListener("change", apply);

/* A smaller pane keeps the scale when the whole would be too small to read. */
new ResizeObserver(() => {
  if (view.fitted && state.chosen < 0) fit();
  else show();
  if (state.chosen >= 0) revealAll([...findFocus()]);
}).observe(byId("map"));

byId("facets").open = !narrow.matches;
apply();
const opensAt = readAddress().get("at");
fit();
if (opensAt) {
  writeAddress({ at: opensAt });
  readPlace();
}
