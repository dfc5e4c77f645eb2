// htmx would write a style sheet into the page, which the content policy refuses.
htmx.config.includeIndicatorStyles = false;

// The theme marks its main part for nobody; screen readers jump to it by this.
document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("main")?.setAttribute("role", "main");
});

// Boxes to search and choose in get the name of their field.
window.addEventListener("load", () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const box = select.parentElement.querySelector(".select2-selection__rendered");
    const name = select.getAttribute("aria-label") || select.labels[0]?.textContent.trim();
    if (box && name) box.setAttribute("aria-label", name);
  }
});

// Whoever taps a way to reach somebody has chosen it for the note below as well.
document.addEventListener("click", (event) => {
  const way = event.target.closest("a[data-channel]")?.dataset.channel;
  const choice = way && document.querySelector(`input[name="channel"][value="${way}"]`);
  if (choice) choice.checked = true;
});

document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
});
