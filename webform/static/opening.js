// Comfort for who opens an incident: what may help is shown while they write, and a closed tab loses nothing.
const form = document.getElementById("incident");
const help = document.getElementById("suggestions");
const DRAFT = "draft";
const DRAFT_LASTS_MS = 24 * 3600 * 1000;
const REST_MS = 400;
const AGAIN_MS = [2000, 4000, 8000];
const TEXT_MAX = 500;
// Tokens and files belong to a page, and who somebody is is nothing to leave in a shared browser.
const NOT_KEPT = ["csrf_token", "ticket", "suggested", "website", "files", "kept", "name", "email"];
let asked = "";
let shown = "";
let timer = 0;
let again = 0;

// The category weighs too, so that another one asks again; so does an answer that did not come, for a while.
async function suggest(tries = 0) {
  clearTimeout(again);
  const { subject, description, category } = form.elements;
  const text = `${subject.value}\n${description.value}`.trim().slice(0, TEXT_MAX);
  const query = new URLSearchParams({ text, category: category.value });
  if (`${query}` === asked) return;
  asked = `${query}`;
  try {
    const answer = text ? await fetch(`${form.dataset.suggestions}?${query}`) : null;
    if (answer && !answer.ok) throw new Error(answer.statusText);
    const html = answer ? await answer.text() : "";
    // Words typed meanwhile have a question of their own on its way.
    if (`${query}` !== asked) return;
    form.elements.suggested.value = html ? "1" : "";
    if (html === shown) return;
    shown = html;
    help.innerHTML = html;
    // One line is said; who wants to know more finds it there.
    document.getElementById("said").textContent = help.querySelector("h2")?.textContent ?? "";
  } catch {
    // Search or the network is away for a moment; nobody is told, for help is not what they came for.
    if (`${query}` !== asked) return;
    asked = "";
    if (tries < AGAIN_MS.length) again = setTimeout(() => suggest(tries + 1), AGAIN_MS[tries]);
  }
}

function keep() {
  if ("left" in document.body.dataset) return;
  const said = [...new FormData(form)].filter(([name, value]) => value && !NOT_KEPT.includes(name));
  try {
    localStorage.setItem(DRAFT, JSON.stringify({ at: Date.now(), said }));
  } catch {
    // No room, or not allowed: then there is no draft.
  }
}

function restore() {
  let draft = null;
  try {
    draft = JSON.parse(localStorage.getItem(DRAFT));
  } catch {
    return;
  }
  if (!draft || Date.now() - draft.at > DRAFT_LASTS_MS) return;
  for (const [name, value] of draft.said) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => { keep(); suggest(); }, REST_MS);
});
// Who goes to sign in while they write takes it along, whichever way they go.
document.querySelector("header a[href*='/sign-in']")?.addEventListener("click", (event) => {
  const { subject, description } = form.elements;
  const button = form.elements.namedItem("sign-in");
  if (!button || !(subject.value || description.value)) return;
  event.preventDefault();
  form.requestSubmit(button);
});
// The last keys before leaving count as well.
window.addEventListener("pagehide", () => {
  if (!timer) return;
  clearTimeout(timer);
  keep();
});
if ("empty" in form.dataset) restore();
