// Comfort only: who changes a page's language goes on with what they had typed there.
const TYPED = "typed";
const NOT_TAKEN = ["hidden", "password", "file", "submit"];

const formsHere = () => [...document.querySelectorAll("main form")];

function typedIn(form) {
  const fields = [...form.elements].filter((field) => field.name && !NOT_TAKEN.includes(field.type));
  const said = fields.filter((field) => field.type !== "radio" || field.checked);
  return said.map((field) => [field.name, field.value]);
}

// Files that are kept already travel by their signed names; the server shows them again.
function filesOf(form) {
  const carried = [...form.querySelectorAll("[data-upload] li input[name=kept]")];
  return carried.map((field) => [field.value, field.closest("li").querySelector("bdi")?.textContent ?? ""]);
}

function carriedRow([sealed, name]) {
  const item = document.createElement("li");
  item.append(Object.assign(document.createElement("input"), { type: "hidden", name: "kept", value: sealed }));
  item.append(Object.assign(document.createElement("bdi"), { textContent: name }));
  return item;
}

// They go along at once by their names alone; with their pictures and buttons as soon as those are there.
async function putFiles(form, files) {
  const field = form.querySelector("[data-upload]");
  if (!field) return;
  const list = field.querySelector("ul");
  const rows = files.map(carriedRow);
  list.replaceChildren(...rows);
  list.hidden = !rows.length;
  if (!rows.length) return;
  const body = new FormData();
  for (const name of ["csrf_token", "ticket"]) body.append(name, form.elements[name].value);
  for (const [sealed] of files) body.append("kept", sealed);
  const answer = await fetch(field.dataset.upload, { method: "POST", body });
  const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
  const errors = shown.querySelectorAll("p.error");
  // Only an answer about the files says anything about them.
  if (!answer.ok && !errors.length) return;
  const fresh = [...shown.querySelectorAll("li")].map((row) => document.adoptNode(row));
  for (const row of rows) row.remove();
  list.prepend(...fresh);
  field.querySelector("[data-errors]").append(...errors);
  field.dispatchEvent(new Event("refilled"));
}

for (const link of document.querySelectorAll("header a[hreflang]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const typed = formsHere().map((form) => [form.getAttribute("action"), [typedIn(form), filesOf(form)]]);
    try {
      sessionStorage.setItem(TYPED, JSON.stringify(Object.fromEntries(typed)));
    } catch {
      // A browser that keeps nothing follows the link as any other.
      return;
    }
    event.preventDefault();
    // No step of its own: Back leads to the page before, never to one that would have to be posted again.
    location.replace(link.href);
  });
}

try {
  const typed = JSON.parse(sessionStorage.getItem(TYPED)) ?? {};
  sessionStorage.removeItem(TYPED);
  for (const form of formsHere()) {
    if (!(form.getAttribute("action") in typed)) continue;
    const [fields, files] = typed[form.getAttribute("action")];
    for (const [name, value] of fields) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    // Without the network their names are enough to send them.
    putFiles(form, files).catch(() => {});
  }
} catch {
  // Then there is nothing to put back.
}
