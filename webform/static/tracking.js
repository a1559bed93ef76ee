// Keeps the page at the incident's latest state: told by the server, or else by asking now and then.
const page = document.getElementById("incident");
const ASK_EVERY_MS = 5000;
const ASK_SOON_MS = 700;
const LISTEN_AGAIN_MS = 30000;
const REST_AFTER_MS = 60000;
let etag = "";
let timer = 0;
let isAsking = false;
let isAskedAgain = false;
let news = null;

const status = () => document.getElementById("status").dataset;
const isTold = () => news?.readyState === EventSource.OPEN;

const latestAnswer = () => [...document.querySelectorAll(".message.ours")].at(-1);
const TITLE = document.title;
const seenAnswer = window.IntersectionObserver && new IntersectionObserver((entries) => {
  if (!document.hidden && entries.some((entry) => entry.isIntersecting)) markRead();
});

function markRead() {
  seenAnswer?.disconnect();
  document.getElementById("news").hidden = true;
  document.title = TITLE;
}

// An answer that came while somebody looks elsewhere, on the page or in another tab, is pointed at until it is seen.
function pointAt(answer) {
  if (!seenAnswer) return;
  document.title = `● ${TITLE}`;
  const news = document.getElementById("news");
  news.href = `#${answer.id}`;
  news.hidden = false;
  seenAnswer.disconnect();
  seenAnswer.observe(answer);
}

function put(fresh) {
  const known = latestAnswer()?.id;
  let isNew = false;
  for (const part of fresh.querySelectorAll("[data-live]")) {
    const old = document.getElementById(part.id);
    if (!old || old.innerHTML === part.innerHTML) {
      if (old) Object.assign(old.dataset, part.dataset);
      continue;
    }
    const focused = old.contains(document.activeElement) && document.activeElement.formAction;
    old.replaceWith(document.adoptNode(part));
    if (focused) [...part.querySelectorAll("button")].find((button) => button.formAction === focused)?.focus();
    isNew = true;
  }
  if (isNew) tell();
  const answer = latestAnswer();
  // The part that was watched may have been replaced as a whole.
  if (answer && (answer.id !== known || !document.getElementById("news").hidden)) pointAt(answer);
  // What may be half written is not hidden again.
  if (status().write === "yes") document.getElementById("answer").hidden = false;
  const rating = document.getElementById("rating");
  if (status().rate === "yes") rating.hidden = false;
  else if (!rating.querySelector("textarea").value.trim()) rating.hidden = true;
}

// Said anew each time: a screen reader passes over words that have not changed.
function tell() {
  const said = document.getElementById("said");
  said.textContent = "";
  setTimeout(() => { said.textContent = said.dataset.news; }, 100);
}

async function refresh() {
  if (isAsking) {
    isAskedAgain = true;
    return;
  }
  isAsking = true;
  try {
    const answer = await fetch(page.dataset.conversation, { headers: etag ? { "If-None-Match": etag } : {} });
    if (answer.ok) {
      etag = answer.headers.get("ETag") || "";
      put(new DOMParser().parseFromString(await answer.text(), "text/html"));
    }
  } catch {
    // The network is away for a moment; the next round asks again.
  }
  isAsking = false;
  if (isAskedAgain) {
    isAskedAgain = false;
    refresh();
  } else schedule();
}

function schedule() {
  clearTimeout(timer);
  if (document.hidden && !news) return;
  if (status().pending === "yes") timer = setTimeout(refresh, ASK_SOON_MS);
  else if (!isTold()) timer = setTimeout(refresh, ASK_EVERY_MS);
}

function listen() {
  if (!window.EventSource || news || document.hidden) return;
  news = new EventSource(`${page.dataset.changes}&seen=${status().version}`);
  news.addEventListener("open", refresh);
  news.addEventListener("changed", refresh);
  news.addEventListener("error", () => {
    // A refusal ends it for good; an interruption is mended by the browser.
    if (news?.readyState === EventSource.CLOSED) {
      news = null;
      setTimeout(listen, LISTEN_AGAIN_MS);
    }
    schedule();
  });
}

// A page that nobody looks at holds no connection.
let rest = 0;
document.addEventListener("visibilitychange", () => {
  clearTimeout(rest);
  if (document.hidden) {
    rest = setTimeout(() => { news?.close(); news = null; }, REST_AFTER_MS);
  } else {
    const answer = document.getElementById("news").hidden ? null : latestAnswer();
    if (answer) pointAt(answer);
    listen();
    refresh();
  }
});
document.body.classList.add("live");
listen();
schedule();
