"use strict";
/* Wheel, drag and pinch; everything they do the buttons and keys do as well. */
const pointers = new Map();
let dragged = false;

picture.addEventListener("wheel", (event) => {
  if (matchMedia("screen and (max-width:760px)").matches && !event.ctrlKey) return;
  event.preventDefault();
  const box = picture.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)),
    [event.clientX - box.left, event.clientY - box.top]);
}, { passive: false });

picture.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  if (!pointers.size) dragged = false;
  pointers.set(event.pointerId, [event.clientX, event.clientY]);
});

addEventListener("pointermove", (event) => {
  const before = pointers.get(event.pointerId);
  if (!before) return;
  const now = [event.clientX, event.clientY];
  if (!dragged && Math.hypot(now[0] - before[0], now[1] - before[1]) < 5) return;
  dragged = true;
  if (pointers.size === 2) {
    const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
    const far = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
    const box = picture.getBoundingClientRect();
    zoom(far(now) / far(before), [(now[0] + other[0]) / 2 - box.left, (now[1] + other[1]) / 2 - box.top]);
  } else {
    move(before[0] - now[0], before[1] - now[1]);
  }
  pointers.set(event.pointerId, now);
});

for (const ending of ["pointerup", "pointercancel"]) {
  addEventListener(ending, (event) => pointers.delete(event.pointerId));
}
