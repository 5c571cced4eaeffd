/** The demonstration host: what a page around the widget does. */

const snippet = document.getElementById("snippet");
snippet.textContent = `<script defer src="${location.origin}/widget.js"></script>`;

document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-ask]");
  if (asked) window.Zhihuan("open", asked.dataset.ask ? { ask: asked.dataset.ask } : {});
});

document.getElementById("copy").addEventListener("click", async () => {
  const said = document.getElementById("copied");
  try {
    await navigator.clipboard.writeText(snippet.textContent);
    said.textContent = "已复制";
  } catch {
    getSelection().selectAllChildren(snippet);
    said.textContent = "已选中，请按复制键";
  }
});
