/* The measure that is shown: the same in every language, and kept in the address. */
const measures = [...document.querySelectorAll(".measures input")];

function readFields() {
  const hash = location.hash.slice(1);
  return new URLSearchParams(hash.includes("=") ? hash : "");
}

function showMeasure(measure) {
  for (const input of measures) if (input.value === measure) input.checked = true;
}

function keepMeasure(measure) {
  const fields = readFields();
  fields.set("lang", root.lang);
  fields.set("measure", measure);
  history.replaceState(null, "", `#${fields}`);
}

for (const input of measures) {
  input.addEventListener("change", () => {
    showMeasure(input.value);
    keepMeasure(input.value);
  });
}
/* The switch of languages writes the address anew. */
for (const choice of choices) {
  choice.addEventListener("change", () => {
    const shown = measures.find((input) => input.checked);
    if (shown && shown !== measures[0]) keepMeasure(shown.value);
  });
}
addEventListener("hashchange", () => showMeasure(readFields().get("measure")));
showMeasure(readFields().get("measure"));
