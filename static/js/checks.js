// Looks up what the products ticked so far need, while they are being ticked. Without this the
// same list stands on the page one comes to by saving.
const asking = document.querySelector("form[data-checks]");
const here = document.querySelector("[data-checks-here]");
let looks = 0;

async function look() {
  const mine = ++looks;
  const ticked = new FormData(asking).getAll("products");
  const wanted = new URLSearchParams(ticked.map((product) => ["products", product]));
  wanted.set("usaha", asking.dataset.business);
  try {
    const answer = await fetch(`${asking.dataset.checks}?${wanted}`);
    const found = await answer.text();
    // An answer that was overtaken speaks of products ticked before.
    if (answer.ok && !answer.redirected && mine === looks) here.innerHTML = found;
  } catch {
    // The line is cut: what was looked up last stays.
  }
}

asking?.addEventListener("change", (event) => event.target.name === "products" && look());
// Ticked before this was loaded, or ticked again from what the phone kept.
if ([...(asking?.elements ?? [])].some((field) => field.checked !== field.defaultChecked)) look();
