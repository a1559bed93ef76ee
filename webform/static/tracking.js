// Keeps the page at the incident's latest state: told by the server, or else by asking now and then.
const page = document.getElementById("incident");
const ASK_EVERY_MS = 5000;
const ASK_SOON_MS = 700;
let etag = "";
let timer = 0;

const status = () => document.getElementById("status");

function showMoves() {
  const { step, reopen, closed } = status().dataset;
  for (const form of document.querySelectorAll("#moves form")) {
    const fits = form.dataset.when === "open" ? step !== "solved" : reopen === "yes";
    form.hidden = !fits || closed === "yes";
  }
}

async function refresh() {
  clearTimeout(timer);
  try {
    const answer = await fetch(page.dataset.conversation, { headers: etag ? { "If-None-Match": etag } : {} });
    if (answer.ok) {
      etag = answer.headers.get("ETag") || "";
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of fresh.querySelectorAll("[data-live]")) {
        const old = document.getElementById(part.id);
        if (old.innerHTML !== part.innerHTML) old.replaceWith(document.adoptNode(part));
      }
      if (!document.getElementById("moves") && status().dataset.version !== "0") location.reload();
      showMoves();
    }
  } catch {
    // The network is away for a moment; the next round asks again.
  }
  schedule();
}

function schedule() {
  clearTimeout(timer);
  if (status().dataset.pending === "yes") timer = setTimeout(refresh, ASK_SOON_MS);
  else if (!isTold) timer = setTimeout(refresh, ASK_EVERY_MS);
}

let isTold = false;
if (page) {
  document.body.classList.add("live");
  if (window.EventSource) {
    const news = new EventSource(`${page.dataset.changes}&seen=${status().dataset.version}`);
    news.addEventListener("open", () => { isTold = true; refresh(); });
    news.addEventListener("changed", refresh);
    news.addEventListener("error", () => { isTold = false; schedule(); });
  }
  schedule();
}
