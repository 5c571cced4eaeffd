/** What a statement rests on: opens to what each source says, its dates and its issuer. */

import { Sources } from "../parts";
import type { Source } from "../wire";
import type { Desk } from "./desk";
import { nameOf, namesOf } from "./said";
import type { Named } from "./wire";

export function Grounds({ desk, sources }: { desk: Desk; sources: Named[] | undefined }) {
  const whole = (sources ?? []).filter(isWhole);
  if (!whole.length) return <span class="note">{namesOf(sources)}</span>;
  const [first] = whole;
  const name = `《${nameOf(first)}》`;
  return (
    <button
      type="button"
      class="grounds"
      aria-haspopup="dialog"
      onClick={() => desk.sheets.show("依据", <Sources sources={whole} />)}
    >
      {whole.length > 1 ? `${name}等 ${whole.length} 条` : name}
    </button>
  );
}

/** An entry of the library, with what it says and its dates; not a name alone. */
function isWhole(source: Named): source is Source {
  return typeof source !== "string" && "says" in source;
}
