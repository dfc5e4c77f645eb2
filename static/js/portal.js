// Every page works without this. It closes the menu on Escape and on a tap elsewhere,
// shows the buttons that print and copy, and forgets what draft.js kept.
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

const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith("draft"));

function forget(keys) {
  for (const key of keys) localStorage.removeItem(key);
}

// The server says that a kept form has arrived: see draft.js. It may have been begun signed out.
if (document.querySelector("[data-draft-sent]")) {
  const key = localStorage.getItem("draft-sent") ?? "";
  forget([key, key.replace(/:.*:/, "::"), "draft-sent"]);
}

// The next person on this phone finds nothing.
for (const form of document.querySelectorAll("form[data-leave]")) {
  form.addEventListener("submit", () => forget(drafts()));
}
