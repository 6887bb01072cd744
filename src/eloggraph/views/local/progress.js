/* How far the work is; when it is done, the same address shows what came of it. */
const root = document.querySelector("[data-progress]");
const step = root.querySelector("[data-step]");
const stages = [...root.querySelectorAll(".ticks li")];
const states = [...root.querySelectorAll("[data-states] li")].map((each) => each.textContent);
const names = ["done", "now", "later"];
const events = new EventSource(`/events?key=${encodeURIComponent(root.dataset.progress)}`);

events.addEventListener("step", (event) => {
  const told = JSON.parse(event.data);
  if (told.step && step.textContent !== told.step) step.textContent = told.step;
  stages.forEach((stage, place) => {
    const state = place < told.at ? 0 : place === told.at ? 1 : 2;
    stage.className = names[state];
    stage.querySelector("[data-state]").textContent = `(${states[state]})`;
  });
});
/* Who stops it, or goes elsewhere by a form, is not brought back. */
addEventListener("submit", () => events.close());
events.addEventListener("done", () => {
  events.close();
  location.reload();
});
events.addEventListener("bye", () => {
  events.close();
  document.querySelector("[data-gone]").hidden = false;
});
