// Takes an open step over into the first empty action of the new Resep Usaha; its day is to be chosen.
const actions = [...document.querySelectorAll("input[name^=action_]")];

for (const button of document.querySelectorAll("[data-continue]")) {
  button.hidden = !actions.length;
  button.addEventListener("click", () => {
    const step = button.dataset.continue;
    const field = actions.find((one) => one.value === step) ?? actions.find((one) => !one.value.trim());
    document.querySelector("[data-continue-full]").textContent = field
      ? ""
      : document.querySelector("[data-continue-full]").dataset.text;
    if (!field) return;
    field.value = step;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    document.querySelector(`[name=${field.name.replace("action", "due")}]`).focus();
  });
}
