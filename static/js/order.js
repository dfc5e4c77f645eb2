// The page works without this: arrows move one place. Here a row can also be dragged.
const list = document.querySelector("[data-order]");
const form = document.querySelector("[data-order-form]");
const status = document.querySelector("[data-order-status]");
let dragged = null;

async function save() {
  const data = new FormData(form);
  for (const row of list.children) data.append("product", row.dataset.product);
  try {
    const answer = await fetch(list.dataset.order, {
      method: "POST",
      body: data,
      headers: { "X-Requested-With": "fetch" },
    });
    // Anything else, as the login for whoever was signed out meanwhile, has saved nothing.
    status.textContent = answer.status === 204 ? list.dataset.saved : list.dataset.lost;
  } catch {
    status.textContent = list.dataset.lost;
  }
}

function place(row, y) {
  const box = row.getBoundingClientRect();
  list.insertBefore(dragged, y < box.top + box.height / 2 ? row : row.nextSibling);
}

for (const row of list?.children ?? []) {
  row.draggable = true;
  row.addEventListener("dragstart", () => { dragged = row; });
  row.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    if (row !== dragged) place(row, event.clientY);
  });
  row.addEventListener("dragend", () => {
    dragged = null;
    for (const each of list.querySelectorAll("button")) each.disabled = false;
    save();
  });
}
