/* Every state: tell when the program has gone, without asking all the time. A page that nobody looks
   at asks seldom: it tells the program that somebody may come back. */
const EVERY = 15_000;
const SELDOM = 20;
const gone = document.querySelector("[data-gone]");
const { idle, ended } = gone.dataset;
const lost = gone.textContent;
let last = Date.now(); // when it answered
let times = 0;

async function look() {
  try {
    const answer = await fetch("/alive");
    gone.hidden = answer.ok;
    last = Date.now();
  } catch {
    // A page that slept for so long was not there to be told.
    const isUnused = Number(idle) > 0 && Date.now() - last >= Number(idle) * 1000;
    if (gone.hidden) gone.textContent = isUnused ? ended : lost;
    gone.hidden = false;
  }
}
setInterval(() => {
  times += 1;
  if (document.visibilityState === "visible" || times % SELDOM === 0) look();
}, EVERY);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") look();
});

/* On a narrow screen the step that one is at is seen. */
const step = document.querySelector(".steps [aria-current]");
const row = step?.closest("nav");
function reveal() {
  if (row.scrollWidth > row.clientWidth) row.scrollLeft = step.offsetLeft - 60;
}
if (row) new ResizeObserver(reveal).observe(row);
