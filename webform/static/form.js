// Comfort only: no double post by a nervous finger, a button that copies.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[data-once]");
    if (!button) return;
    // After the browser has taken the button's value, not before.
    setTimeout(() => {
      button.setAttribute("aria-disabled", "true");
      button.textContent = button.dataset.once;
    });
  });
}
// Coming back with the browser's back button, the form is as it was left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = button.dataset.done;
  });
}
