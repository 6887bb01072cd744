"use strict";
/* The day that is looked at: the slider moves it over the days on which something begins or ends. */
const slider = byId("day");

function isOtherDay() {
  return Boolean(page.days) && state.day !== page.today;
}

/* The last of the days that is not after the one that is asked for. */
function findDay(wanted) {
  if (!page.days || page.change) return page.today ?? 0;
  if (!/^\d{4}(-\d\d){0,2}$/.test(wanted ?? "")) return page.today;
  const at = page.days.findLastIndex(([day]) => day <= wanted.padEnd(10, "-99"));
  return Math.max(0, at);
}

function setDay(day) {
  if (day === state.day) return false;
  state.day = day;
  linkUp();
  return true;
}

/* What the page says of the day: at the slider, in the names of nodes, and in the numbers of the table. */
function tellDay() {
  if (!slider) return;
  const other = isOtherDay(), when = say(page.days[state.day][1]);
  slider.value = state.day;
  slider.setAttribute("aria-valuetext", when);
  byId("day-shown").textContent = when;
  byId("day-back").hidden = !other;
  root.classList.toggle("other-day", other);
  for (const box of document.querySelectorAll("[data-only]:not([data-only=alone])")) box.disabled = other;
  const ties = page.nodes.map(() => 0);
  page.ties.forEach(([from, to], tie) => {
    if (isHeld(tie)) for (const end of new Set([from, to])) ties[end] += 1;
  });
  page.nodes.forEach((node, at) => {
    const type = say(node.type) || say(page.say[`kind.${node.kind}`]);
    nodeElements[at].setAttribute("aria-label", say(page.say["map.node-name"],
      { name: say(node.name), type, ties: count(page.count.ties, ties[at]) }));
    const cell = nodeRows[at].querySelector("td.number");
    cell.textContent = ties[at];
    cell.dataset.value = ties[at];
  });
  for (const at of page.bridges) for (const label of page.languages.map((l) => labelElements[l][at])) hideHeld(label, page.nodes[at]);
  for (const text of document.querySelectorAll(".area-label tspan:first-child")) {
    text.dataset.full ??= text.textContent;
    text.textContent = other ? text.dataset.full.replace(/\s\d+$/, "") : text.dataset.full;
  }
}

/* What an only bridge holds stands under its name, and is of the map's own day. */
function hideHeld(label, node) {
  const size = (text) => text.replace(/\s/g, "").length;
  let left = size([page.texts[node.name]].flat()[page.languages.indexOf(label.parentElement.dataset.labels)] ?? page.texts[node.name]);
  for (const line of label.firstElementChild.children) {
    line.classList.toggle("held", left <= 0);
    left -= size(line.textContent);
  }
}

slider?.addEventListener("input", () => {
  writeAddress({ day: Number(slider.value) === page.today ? "" : page.days[slider.value][0] });
  apply();
});
byId("day-back")?.addEventListener("click", () => {
  writeAddress({ day: "" });
  apply();
  slider.focus();
});
