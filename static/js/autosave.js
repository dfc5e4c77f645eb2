// What draft.js, loaded before, keeps on this device goes on to the portal a moment after typing
// stops, and again until it arrives. The form works without both. Ctrl+Enter saves for good.
const TYPING_STOPPED = 1500;
const LONGEST_WAIT = 60000;
const GIVE_UP = 9000;

const line = form.querySelector("[data-draft-state]");
const signIn = line.querySelector("a");
const hasMore = () => names.some((name) => textOf(said(name)) !== first[name]);
let wait = TYPING_STOPPED;
let timer = 0;
let isSending = false;

function say(text, isSignedOut = false) {
  line.querySelector("span").textContent = text;
  signIn.hidden = !isSignedOut;
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(send, pause);
}

// Its author may have left meanwhile: what leaving took from this device does not come back.
function keepOn() {
  if (localStorage.getItem(key)) keep();
}

function arrived(typed, text) {
  Object.assign(first, typed);
  keepOn();
  wait = TYPING_STOPPED;
  say(text);
  if (hasMore()) later(wait);
}

function again() {
  say(line.dataset.cut);
  later(wait);
  wait = Math.min(2 * wait, LONGEST_WAIT);
}

// Null while the line is cut; a page instead of an answer means signed out, or as good as that.
async function ask() {
  const late = new AbortController();
  const giveUp = setTimeout(() => late.abort(), GIVE_UP);
  try {
    const answer = await fetch(form.dataset.draftTo, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "fetch" },
      redirect: "manual",
      signal: late.signal,
    });
    const isOurs = answer.headers.get("Content-Type")?.includes("json");
    return { status: answer.status, said: isOurs ? (await answer.json()).said : "" };
  } catch {
    return null;
  } finally {
    clearTimeout(giveUp);
  }
}

async function send() {
  if (isSending || form.dataset.asking || !hasMore()) return;
  isSending = true;
  const typed = Object.fromEntries(names.map((name) => [name, textOf(said(name))]));
  Object.assign(passedOn, typed);
  keepOn();
  const answer = await ask();
  isSending = false;
  if (answer?.status === 200) arrived(typed, answer.said);
  else if (!answer || answer.status >= 500) again();
  else say(answer.said, !answer.said);
}

form.addEventListener("input", () => later(TYPING_STOPPED));
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
window.addEventListener("online", send);
// Kept on this device when the page was left before it had arrived.
if (hasMore()) later(TYPING_STOPPED);
