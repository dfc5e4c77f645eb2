// Keeps what is typed into a form marked data-draft on this phone until it has arrived, and sends
// only when the line holds. Never passwords. Every form works without this.
const form = document.querySelector("form[data-draft]");
const key = `draft:${form.dataset.draft}`;
const notice = form.querySelector("[data-draft-cut]");
const skipped = ["hidden", "password", "submit"];
const fields = [...form.elements].filter(
  (f) => f.name && !skipped.includes(f.type) && !["starts_at", "nickname"].includes(f.name),
);
const isTick = (f) => f.type === "radio" || f.type === "checkbox";
const isFilled = (f) => (isTick(f) ? f.checked : f.value);

function keep() {
  const typed = {};
  for (const f of fields.filter(isFilled)) typed[f.name] = f.value;
  localStorage.setItem(key, JSON.stringify({ at: Date.now(), typed }));
}

function restore() {
  const kept = JSON.parse(localStorage.getItem(key));
  // A day later, or on a borrowed phone, nobody needs it.
  if (!kept || Date.now() - kept.at > 864e5) return localStorage.removeItem(key);
  // What the server sent counts more.
  const sent = fields.filter(isFilled).map((f) => f.name);
  for (const f of fields.filter((f) => !sent.includes(f.name) && f.name in kept.typed)) {
    if (isTick(f)) f.checked = f.value === kept.typed[f.name];
    else f.value = kept.typed[f.name];
  }
}

async function lineHolds() {
  if (!navigator.onLine) return false;
  const late = new Promise((_, give) => setTimeout(give, 9000));
  const asked = fetch("/healthz", { method: "HEAD", cache: "no-store" });
  return Promise.race([asked, late]).then(() => true, () => false);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (form.dataset.asking) return;
  form.dataset.asking = "yes";
  notice.hidden = true;
  if (await lineHolds()) form.submit();
  else notice.hidden = false;
  delete form.dataset.asking;
});
form.addEventListener("input", keep);
restore();
