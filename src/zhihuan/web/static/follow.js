/**
 * Keeping up with a growing answer without taking the page out of anyone's hands: the view
 * follows until the question has reached the top, and stops as soon as the person scrolls.
 */

const jump = document.getElementById("jump");
const header = document.getElementById("header");
const page = document.scrollingElement;
const SLACK = 120;
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

addEventListener("scroll", () => {
  if (Math.abs(scrollY - last) > 8) following = false;
  last = scrollY;
  offer();
}, { passive: true });
addEventListener("resize", offer);
jump.addEventListener("click", toLatest);
