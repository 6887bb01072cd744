/* Questions are found by their words. */
const box = document.querySelector("[data-find]");
const field = box.querySelector("input");
const entries = [...document.querySelectorAll(".chips li, .lists li")];
const plain = (text) => text.toLocaleLowerCase(document.documentElement.lang);
box.hidden = false;
field.addEventListener("input", () => {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  for (const entry of entries)
    entry.hidden = !words.every((word) => plain(entry.textContent).includes(word));
});
