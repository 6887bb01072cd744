/* Every state: tell when the program has gone, without asking all the time. */
const gone = document.querySelector("[data-gone]");
async function look() {
  if (document.visibilityState !== "visible") return;
  try {
    const answer = await fetch("/alive");
    gone.hidden = answer.ok;
  } catch {
    gone.hidden = false;
  }
}
setInterval(look, 15000);
document.addEventListener("visibilitychange", look);

/* On a narrow screen the step that one is at is seen. */
const step = document.querySelector(".steps [aria-current]");
const row = step?.closest("nav");
function reveal() {
  if (row.scrollWidth > row.clientWidth) row.scrollLeft = step.offsetLeft - 60;
}
if (row) new ResizeObserver(reveal).observe(row);
