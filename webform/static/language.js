// Comfort only: who changes a page's language goes on with what they had typed there.
const TYPED = "typed";
const NOT_TAKEN = ["hidden", "password", "file", "submit"];

const formsHere = () => [...document.querySelectorAll("main form")];

function typedIn(form) {
  const fields = [...form.elements].filter((field) => field.name && !NOT_TAKEN.includes(field.type));
  const said = fields.filter((field) => field.type !== "radio" || field.checked);
  return said.map((field) => [field.name, field.value]);
}

for (const link of document.querySelectorAll("header a[hreflang]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const typed = formsHere().map((form) => [form.getAttribute("action"), typedIn(form)]);
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
    for (const [name, value] of typed[form.getAttribute("action")] ?? []) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
  }
} catch {
  // Then there is nothing to put back.
}
