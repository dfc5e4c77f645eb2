// The page works without this: the form then sends the photo as the phone has it.
// Here it is made smaller first, the sending is shown, and a lost connection loses nothing.
const LONGEST_EDGE = 1600;
const PREVIEW_EDGE = 480;
const QUALITY = 0.8;
const LOOK_AGAIN_MS = 2500;

const form = document.querySelector("form[data-photo]");
const input = form.elements.photo;
const button = form.querySelector("[type=submit]");
const shown = (name) => form.querySelector(`[data-photo-${name}]`);
let smaller = null;
let isChoosing = false;

function say(text, isWrong = false) {
  shown("status").textContent = text;
  shown("status").classList.toggle("field-error", isWrong);
}

function drawn(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function prepare() {
  smaller = null;
  shown("preview").hidden = true;
  const file = input.files[0];
  if (!file) return;
  say(form.dataset.preparing);
  try {
    const canvas = drawn(await createImageBitmap(file), LONGEST_EDGE);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (blob && blob.size < file.size) smaller = blob;
    shown("preview").src = drawn(canvas, PREVIEW_EDGE).toDataURL("image/jpeg", QUALITY);
    shown("preview").hidden = shown("sending").hidden = false;
  } catch {
    // A photo this phone cannot draw goes as it is; the portal says what is wrong with it.
  }
  say("");
}

function sending(isOn) {
  button.disabled = isOn;
  shown("progress").hidden = !isOn;
  shown("sending").hidden = !isOn && shown("preview").hidden;
}

function stopped(text) {
  sending(false);
  say(text, true);
  button.focus();
}

function answered(request) {
  if (request.status === 200) return location.replace(request.responseURL);
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const errors = [...page.querySelectorAll(".field-error p")].map((line) => line.textContent);
  return stopped(errors.join(" ") || form.dataset.refused);
}

function send() {
  const data = new FormData(form);
  if (smaller) data.set("photo", smaller, "foto.jpg");
  const request = new XMLHttpRequest();
  request.open("POST", location.pathname);
  request.upload.onprogress = (event) => {
    const percent = Math.round((100 * event.loaded) / event.total);
    shown("progress").value = percent;
    say(`${form.dataset.sending} ${percent}%`);
  };
  request.onload = () => answered(request);
  request.onerror = () => stopped(form.dataset.lost);
  sending(true);
  request.send(data);
}

let prepared = Promise.resolve();
input.addEventListener("click", () => {
  isChoosing = true;
});
for (const end of ["change", "cancel"]) {
  input.addEventListener(end, () => {
    isChoosing = false;
  });
}
input.addEventListener("change", () => {
  prepared = prepare();
});
form.addEventListener("submit", async (event) => {
  if (!input.files.length) return;
  event.preventDefault();
  button.disabled = true;
  await prepared;
  send();
});
// Chosen before this was loaded, or kept by the browser on the way back.
prepared = prepare();

function lookAgain() {
  if (isChoosing) setTimeout(lookAgain, LOOK_AGAIN_MS);
  else if (!input.files.length) location.reload();
}

// A page that says what was wrong stays as it is.
if (document.querySelector("[data-photo-waiting]") && !form.querySelector(".field-error p")) {
  setTimeout(lookAgain, LOOK_AGAIN_MS);
}
