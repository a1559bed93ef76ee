// Who signs out, or deletes the account, leaves no draft to who comes next in this browser.
document.addEventListener("submit", (event) => {
  if (!("leaves" in event.target.dataset)) return;
  // A page that keeps a draft must not write it once more on its way out.
  document.body.dataset.left = "";
  try {
    localStorage.removeItem("draft");
  } catch {
    // A browser that keeps nothing has no draft.
  }
});
