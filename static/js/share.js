// Hands the steps to the phone's own "share". Without this there are WhatsApp and e-mail.
for (const button of document.querySelectorAll("[data-share]")) {
  button.hidden = !navigator.share;
  button.addEventListener("click", () => navigator.share({ text: button.dataset.share }).catch(() => {}));
}
