/** Line drawings that stand beside words; never the only sign of anything. */

const PATHS = {
  alert: "M12 4l9 16H3zM12 10v4.500M12 17.200v.3",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.500 8.500l7 7M15.500 8.500l-7 7",
  check: "M5 12.500l4.500 4.500L19 7.500",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.500 2",
  close: "M6 6l12 12M18 6L6 18",
  eye: "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
};

export function Glyph({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
