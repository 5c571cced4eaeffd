/**
 * A table in a region of its own that scrolls and can be reached by keyboard. Columns without a
 * heading are left out. One that `stacks` becomes a list of small cards where there is no room;
 * the roles are spelt out because such a layout would take them away.
 */

import type { ComponentChildren } from "preact";

export function Table(props: {
  caption: string;
  headings: (string | null)[];
  rows: ComponentChildren[][];
  stacks?: boolean;
  marked?: number | null;
}) {
  const { caption, headings, rows } = props;
  const shown = headings.map((_, at) => at).filter((at) => headings[at] !== null);
  return (
    <div class={props.stacks ? "region stacks" : "region"} role="group" tabIndex={0} aria-label={caption}>
      <table role="table">
        <caption>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {shown.map((at) => (
              <th key={at} scope="col" role="columnheader">
                {headings[at]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, number) => (
            <tr key={number} role="row" class={number === props.marked ? "marked" : undefined}>
              {shown.map((at, place) =>
                place === 0 ? (
                  <th key={at} scope="row" role="rowheader">
                    {row[at]}
                  </th>
                ) : (
                  <td key={at} role="cell" data-label={headings[at]}>
                    {row[at]}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
