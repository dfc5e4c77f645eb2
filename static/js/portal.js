// Every page works without this. It closes the menu on Escape and on a tap elsewhere,
// and shows the buttons that print and copy.
const menu = document.querySelector("details.menu");

document.addEventListener("click", (event) => {
  if (!menu.contains(event.target)) menu.open = false;
});

menu.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = button.dataset.copied;
  });
}

// The server says that a kept form has arrived: see draft.js.
if (document.querySelector("[data-draft-sent]")) localStorage.removeItem("draft:booking");
