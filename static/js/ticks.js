// Ticks an action off without leaving the page. Without this the form does it and comes back.
for (const form of document.querySelectorAll("[data-tick]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    const isDone = form.elements.done.value === "1";
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Requested-With": "fetch" },
      });
      // Whoever was signed out meanwhile is led to the login by the form itself.
      if (answer.status !== 204) throw new Error(answer.status);
    } catch {
      form.submit();
      return;
    }
    button.setAttribute("aria-pressed", isDone);
    form.elements.done.value = isDone ? "0" : "1";
  });
}
