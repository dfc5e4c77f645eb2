// Keeps what is typed into a form marked data-draft on this phone until it has arrived, and sends
// only when the line holds. Never passwords, and nothing for anybody else who signs in on this
// phone: portal.js forgets it all on leaving. Every form works without this.
const HALF_AN_HOUR = 18e5;
// After this long whoever taps again means it: the next page does not come.
const NEXT_PAGE_COMES = 2e4;

const form = document.querySelector("form[data-draft]");
// A day later nobody needs it, and somebody else may hold the phone. Some forms stay open longer.
const LASTS = 864e5 * (form.dataset.draftDays ?? 1);
// By the portal's clock where the form tells it: what is kept here is compared with what it keeps.
const ahead = form.dataset.draftNow ? Date.parse(form.dataset.draftNow) - Date.now() : 0;
const now = () => Date.now() + ahead;
const keyOf = (person) => `draft:${person}:${form.dataset.draft}`;
const key = keyOf(form.dataset.draftOf);
const notice = form.querySelector("[data-draft-cut]");
const skipped = ["hidden", "password", "submit"];
const fields = [...form.elements].filter(
  (f) => f.name && !skipped.includes(f.type) && !["starts_at", "nickname"].includes(f.name),
);
const names = [...new Set(fields.map((f) => f.name))];
const named = (name) => fields.filter((f) => f.name === name);
const isTick = (f) => f.type === "radio" || f.type === "checkbox";
const valueSent = (f) =>
  f.options ? (f.querySelector("[selected]") ?? f.options[0]).value : f.defaultValue;
const textOf = (list) => JSON.stringify(list);
const said = (name) => named(name).filter((f) => !isTick(f) || f.checked).map((f) => f.value);
const sent = (name) => named(name).filter((f) => !isTick(f) || f.defaultChecked).map(valueSent);

function kept(where, longest) {
  const draft = JSON.parse(localStorage.getItem(where));
  if (draft && now() - draft.at < longest) return draft;
  localStorage.removeItem(where);
  return null;
}

const own = form.dataset.draftOf ? kept(key, LASTS) : null;
// Typed signed out; on the page behind the login only by whoever has just come from there.
const signedOut = own ? null : kept(keyOf(""), form.dataset.draftOf ? HALF_AN_HOUR : LASTS);
const before = (own ?? signedOut)?.typed ?? {};
const submission = form.elements.submission_key;
// What stood in each field before anything was typed: a form refused repeats what it was sent.
const first = {};
// What autosave.js sent on last: where the portal has that, what stands here is newer.
const passedOn = {};
for (const name of names) {
  const isRepeated = before[name] && textOf(before[name].said) === textOf(sent(name));
  first[name] = isRepeated ? before[name].first : textOf(sent(name));
}

// Typed before this was loaded, which takes a while on a bad line: counts more than what was kept.
const isTouched = (name) => textOf(said(name)) !== textOf(sent(name));
const isEarly = names.some(isTouched);

function keep() {
  const typed = {};
  for (const name of names.filter((name) => textOf(said(name)) !== first[name])) {
    typed[name] = { first: first[name], passedOn: passedOn[name], said: said(name) };
  }
  localStorage.setItem(key, JSON.stringify({ at: now(), typed, key: submission?.value }));
}

function restore() {
  // Where the server meanwhile sends something else, that counts more – unless it is the older.
  const isNewer = own?.at > Date.parse(form.dataset.draftKept);
  const known = (name) => [before[name].first, before[name].passedOn];
  const isOurs = (name) => isNewer || known(name).includes(textOf(sent(name)));
  const counts = (name) => before[name] && !isTouched(name) && isOurs(name);
  for (const name of names.filter(counts)) {
    for (const f of named(name)) {
      if (isTick(f)) f.checked = before[name].said.includes(f.value);
      else f.value = before[name].said[0];
    }
  }
  // Perhaps it arrived and only the answer was lost: by its key the portal knows it again.
  if (signedOut?.key && submission) submission.value = signedOut.key;
}

async function lineHolds() {
  if (!navigator.onLine) return false;
  const late = new Promise((_, give) => setTimeout(give, 9000));
  const asked = fetch("/healthz", { method: "HEAD", cache: "no-store" });
  return Promise.race([asked, late]).then(() => true, () => false);
}

function free() {
  delete form.dataset.asking;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (form.dataset.asking) return;
  form.dataset.asking = "yes";
  notice.hidden = true;
  if (await lineHolds()) {
    localStorage.setItem("draft-sent", key);
    form.submit();
    setTimeout(free, NEXT_PAGE_COMES);
  } else {
    notice.hidden = false;
    free();
  }
});
window.addEventListener("pageshow", free);
form.addEventListener("input", keep);
restore();
if (isEarly) keep();
