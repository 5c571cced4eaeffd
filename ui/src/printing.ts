/**
 * Printing the conversation alone, from inside somebody else's page.
 *
 * A stylesheet hides the rest of the page while the printer looks; it is adopted, not inserted,
 * so a strict Content-Security-Policy has nothing against it. The AI label is text of the page
 * and is printed with it.
 */

export function printed(host: HTMLElement): void {
  const sheet = new CSSStyleSheet();
  const name = host.localName;
  sheet.replaceSync(
    `@media print { body > *:not(${name}):not(:has(${name})) { display: none !important }
     html, body { overflow: visible !important; height: auto !important } }`,
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  host.toggleAttribute("data-printing", true);
  const after = (): void => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    host.removeAttribute("data-printing");
  };
  addEventListener("afterprint", after, { once: true });
  print();
}
