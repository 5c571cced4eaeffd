/** The one dialog of the page: beside the text on a desk, from below on a phone. Esc closes it. */

const dialog = document.getElementById("sheet");
const title = document.getElementById("sheet-title");
const body = document.getElementById("sheet-body");
let opener = null;

/** Show `nodes` under a heading; the focus goes back to `from` when it is closed. */
export function open(heading, nodes, from) {
  fill(heading, nodes);
  opener = from ?? document.activeElement;
  if (!dialog.open) dialog.showModal();
}

/** Change what is shown, and say so by moving the focus to the heading. */
export function fill(heading, nodes) {
  title.textContent = heading;
  body.replaceChildren(...nodes);
  dialog.scrollTop = 0;
  if (dialog.open) title.focus();
}

export function close() {
  dialog.close();
}

dialog.addEventListener("close", () => {
  body.replaceChildren();
  opener?.focus();
  opener = null;
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) close(); // the backdrop
});
document.getElementById("sheet-close").addEventListener("click", close);
