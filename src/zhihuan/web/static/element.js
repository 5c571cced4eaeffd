/**
 * Making elements. What goes in as text stays text: nothing here reads markup.
 *
 *     make("p", { class: "note" }, "还剩 ", make("strong", {}, "3 期"))
 */

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element; `on…` attributes are listeners, null and false ones are left out. */
export function make(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function draw(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

/** A link that leaves the page, or plain text where the address is not http(s). */
export function outward(url, text) {
  if (!/^https?:\/\//i.test(url ?? "")) return make("span", {}, text);
  return make("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, text);
}

/** Terms and what is said of them; pairs without a value are left out. */
export function definitions(pairs, className = "facts") {
  const rows = pairs
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([term, value]) => make("div", {}, make("dt", {}, term), make("dd", {}, value)));
  return make("dl", { class: className }, ...rows);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}
