/** The one figure of a card, large, with what it is. */

export function Headline(props: { label: string; figure?: string | null; more?: string | null }) {
  return (
    <p class="headline">
      <span>{props.label}</span>
      {props.figure && <strong>{props.figure}</strong>}
      {props.more && <span class="more">{props.more}</span>}
    </p>
  );
}

/** A yearly rate; none is said to be nothing, not left out. */
export function annual(rate: string | undefined, shown: (text: string) => string): string {
  return rate ? `约 ${shown(rate)}` : "0%";
}

export function isZero(text: string): boolean {
  return /^0(\.0*)?$/.test(text);
}
