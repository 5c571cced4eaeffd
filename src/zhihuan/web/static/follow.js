/**
 * Keeping up with a growing answer without taking the page out of anyone's hands: the view
 * follows until the question has reached the top, and stops as soon as the person scrolls.
 */

const jump = document.getElementById("jump");
const header = document.getElementById("header");
const footer = document.getElementById("footer");
const crisis = document.getElementById("pinned");
const page = document.scrollingElement;
const SLACK = 120;
const CRAMPED = 0.62; // of the window's height
let anchor = null;
let following = false;
let last = 0;

/** Begin to follow what comes after `element`. */
export function from(element) {
  anchor = element;
  following = true;
  keepUp();
}

/** Something was added. */
export function keepUp() {
  if (following && anchor) {
    const top = anchor.getBoundingClientRect().top + scrollY - pinned() - 12;
    const target = Math.min(page.scrollHeight - innerHeight, top);
    if (target !== scrollY) scrollTo({ top: target, behavior: "instant" });
    last = scrollY;
  }
  offer();
}

export function toLatest() {
  following = false;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollTo({ top: page.scrollHeight, behavior: still ? "instant" : "smooth" });
}

function pinned() {
  return getComputedStyle(header).position === "sticky" ? header.offsetHeight : 0;
}

function offer() {
  jump.hidden = page.scrollHeight - innerHeight - scrollY < SLACK;
}

/** Very large text, or a tiny window: header and footer then scroll along with the rest. */
function measure() {
  const fixed = header.offsetHeight - crisis.offsetHeight + footer.offsetHeight;
  document.body.classList.toggle("cramped", fixed > innerHeight * CRAMPED);
  offer();
}

const sizes = new ResizeObserver(measure);
[header, footer].forEach((each) => sizes.observe(each));
addEventListener("scroll", () => {
  if (Math.abs(scrollY - last) > 8) following = false;
  last = scrollY;
  offer();
}, { passive: true });
addEventListener("resize", measure);
jump.addEventListener("click", toLatest);
