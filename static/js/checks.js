// Looks up what the products ticked so far need, while they are being ticked. Without this the
// same list stands on the page one comes to by saving.
const asking = document.querySelector("form[data-checks]");
const here = document.querySelector("[data-checks-here]");

async function look() {
  const ticked = new FormData(asking).getAll("products");
  const wanted = new URLSearchParams(ticked.map((product) => ["products", product]));
  wanted.set("usaha", asking.dataset.business);
  try {
    const answer = await fetch(`${asking.dataset.checks}?${wanted}`);
    if (answer.ok && !answer.redirected) here.innerHTML = await answer.text();
  } catch {
    // The line is cut: what was looked up last stays.
  }
}

asking?.addEventListener("change", (event) => event.target.name === "products" && look());
