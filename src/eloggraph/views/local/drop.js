/* A file that is dropped or chosen goes to the program as it is, and the next state is shown. */
const zone = document.querySelector("[data-drop]");
const chooser = zone.querySelector("input[type=file]");
const said = zone.querySelector("p.sending");
const bar = zone.querySelector("progress");

function send(file) {
  if (!file) return;
  said.textContent = `${said.dataset.sending}: ${file.name}`;
  bar.hidden = false;
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => location.assign("/reading"));
  request.addEventListener("error", () => {
    bar.hidden = true;
    document.querySelector("[data-gone]").hidden = false;
  });
  request.open("POST", `/upload?name=${encodeURIComponent(file.name)}`);
  request.send(file);
}

chooser.addEventListener("change", () => send(chooser.files[0]));
for (const name of ["dragenter", "dragover"])
  document.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) zone.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  zone.classList.remove("over");
  send(event.dataTransfer.files[0]);
});
