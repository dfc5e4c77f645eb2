// Scores an entry by keyboard: a digit gives the points and goes on to the next criterion, Enter
// saves. Without this the radio buttons and the button do it.
const scored = document.querySelector("form[data-score]");
const criteria = [...scored.querySelectorAll("[data-criterion]")];
const given = (row) => row.querySelector("input:checked");
const missing = () => criteria.find((row) => !given(row));

function goTo(row) {
  const target = row ? (given(row) ?? row.querySelector("input")) : scored.querySelector("[data-save]");
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest" });
}

function give(digit) {
  const row = document.activeElement.closest("[data-criterion]") ?? missing();
  const radio = row?.querySelector(`input[value="${digit}"]`);
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  goTo(criteria[criteria.indexOf(row) + 1] ?? missing());
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("textarea, a, button, summary")) return;
  if (event.key === "Enter") {
    event.preventDefault();
    scored.requestSubmit();
  } else if (/^[1-5]$/.test(event.key)) give(event.key);
});

// On a phone the keyboard is of no use, and the entry is looked at first.
if (matchMedia("(pointer: fine)").matches) {
  scored.querySelector("[data-keys]").hidden = false;
  if (!document.querySelector(".form-errors")) goTo(missing() ?? criteria[0]);
}
