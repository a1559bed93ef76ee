// Comfort only: no double post by a nervous finger or key, a button that copies.
// Listens on the document, because the tracking page changes its buttons.
const GIVEN_UP_MS = 15000;
let isApart = false;
// With these keys the answer opens in another tab or window, and this page stays as it is.
document.addEventListener("click", (event) => {
  isApart = event.ctrlKey || event.metaKey || event.shiftKey;
}, true);
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.dataset.once || isApart) return;
  if (event.target.dataset.sending) {
    event.preventDefault();
    return;
  }
  event.target.dataset.sending = "1";
  // After the browser has taken the button's value, not before.
  setTimeout(() => {
    button.setAttribute("aria-disabled", "true");
    button.dataset.was = button.textContent;
    button.textContent = button.dataset.once;
  });
  // Still here: it was stopped, or the way is very slow. Sending it again does nothing twice.
  setTimeout(offerAgain, GIVEN_UP_MS);
});
function offerAgain() {
  for (const form of document.querySelectorAll("[data-sending]")) delete form.dataset.sending;
  for (const button of document.querySelectorAll("[data-was]")) {
    button.removeAttribute("aria-disabled");
    button.textContent = button.dataset.was;
    delete button.dataset.was;
  }
}
// Coming back with the browser's back button, what was typed is there and can be sent again.
window.addEventListener("pageshow", offerAgain);
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.done;
    } catch {
      field.select();
    }
  });
}
// A draft has had its day once the form was sent: the page that follows throws it away, unless it is a form again.
function forgetDraft() {
  if (document.querySelector("form#incident")) sessionStorage.removeItem("sent");
  else if (sessionStorage.getItem("sent")) {
    sessionStorage.removeItem("sent");
    localStorage.removeItem("draft");
  }
}
try {
  forgetDraft();
  document.addEventListener("submit", (event) => {
    if (event.target.id === "incident" && event.submitter?.dataset.once) sessionStorage.setItem("sent", "1");
  });
} catch {
  // A browser that keeps nothing has no draft.
}
