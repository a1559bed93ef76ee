// Comfort for who sends files: they are uploaded when they are chosen, dropped or pasted, with their progress.
// What could not be uploaded stays chosen and goes along with the form, as without this script.
for (const field of document.querySelectorAll("[data-upload]")) {
  const input = field.querySelector("input[type=file]");
  if (input) prepare(field, input);
}

function prepare(field, input) {
  const { form } = input;
  const words = field.dataset;
  const list = field.querySelector("ul");
  const errors = field.querySelector("[data-errors]");
  const full = field.querySelector("[data-full]");
  const said = field.querySelector("[role=status]");
  const later = new DataTransfer();
  let coming = 0;
  let waiting = null;

  const room = () => Number(words.most) - list.children.length;
  const fill = (text, name) => text.replace("%s", name);

  function complain(text) {
    const line = document.createElement("p");
    line.className = "error";
    line.textContent = text;
    errors.append(line);
    said.textContent = text;
  }

  function measure() {
    full.hidden = room() > 0;
    // What is to go along later must not be switched off.
    input.disabled = room() <= 0 && !later.files.length;
    list.hidden = !list.children.length;
  }

  function take(files) {
    errors.replaceChildren();
    said.textContent = "";
    for (const file of files) {
      if (file.size > Number(words.largest)) complain(fill(words.large, file.name));
      else if (room() <= 0) complain(fill(words.many, file.name));
      else upload(file);
    }
    input.files = later.files;
  }

  function row(file) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const bar = document.createElement("progress");
    name.append(Object.assign(document.createElement("bdi"), { textContent: file.name }));
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    item.append(name, bar);
    list.append(item);
    return [item, bar];
  }

  function upload(file) {
    const [item, bar] = row(file);
    const body = new FormData();
    for (const name of ["csrf_token", "ticket"]) body.append(name, form.elements[name].value);
    // The same file, chosen once more for another incident, is another file.
    body.append("choice", `${Date.now()}-${Math.random()}`);
    body.append("files", file);
    const question = new XMLHttpRequest();
    question.open("POST", words.upload);
    question.upload.addEventListener("progress", (event) => { bar.value = event.loaded / event.total; });
    // All of it is there, and is being examined.
    question.upload.addEventListener("load", () => bar.removeAttribute("value"));
    question.addEventListener("loadend", () => {
      settle(item, question, file);
      coming -= 1;
      measure();
      if (!coming && waiting) goOn();
    });
    coming += 1;
    measure();
    question.send(body);
  }

  // Who has pressed a button meanwhile need not press it again, unless there is something to read first.
  function goOn() {
    const button = waiting;
    waiting = null;
    if (errors.children.length) errors.scrollIntoView({ block: "center" });
    else form.requestSubmit(button);
  }

  function settle(item, question, file) {
    const answer = new DOMParser().parseFromString(question.responseText, "text/html");
    const kept = answer.querySelector("li");
    const sentences = answer.querySelectorAll("p.error");
    if (kept) item.replaceWith(document.adoptNode(kept));
    else item.remove();
    if (kept) said.textContent = fill(words.taken, file.name);
    else if (question.status >= 400 && question.status < 500 && sentences.length) {
      for (const each of sentences) complain(each.textContent);
    } else {
      later.items.add(file);
      input.files = later.files;
      complain(fill(words.later, file.name));
    }
  }

  field.addEventListener("refilled", measure);
  // Whoever came from the other language has brought files along.
  measure();
  input.addEventListener("change", () => take([...input.files]));
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=remove]");
    if (!button) return;
    event.preventDefault();
    button.closest("li").remove();
    measure();
    input.focus();
  });
  form.addEventListener("submit", (event) => {
    if (!coming) return;
    event.preventDefault();
    event.stopPropagation();
    waiting = event.submitter;
    said.textContent = words.waiting;
  });
  // Anywhere on the page: beside the form a browser would show the file instead, and the words would be gone.
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      field.classList.add("aimed");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) field.classList.remove("aimed");
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    field.classList.remove("aimed");
    take([...event.dataTransfer.files]);
  });
  form.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    take([...event.clipboardData.files]);
  });
}
