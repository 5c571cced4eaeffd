/** Calculations as something to look at: what it comes to, then how, then every row. */

import type { ComponentChildren } from "preact";
import { useEffect, useErrorBoundary, useRef } from "preact/hooks";
import { figure, given } from "../figures";
import { Facts, Fold } from "../parts";
import type { Calculation } from "../wire";
import { words } from "../words";
import { ComparisonCard } from "./comparison";
import { CostCard } from "./cost";
import { PlanCard } from "./plan";

const ORIGIN: Record<string, string> = {
  user: "您说的",
  product: "公开资料",
  default: "通常情况",
  derived: "推算的",
};

export interface CardProps {
  calculation: Calculation;
  /** The product the person named, or null. */
  product: string | null;
}

const BODIES: Record<string, (props: CardProps) => ComponentChildren> = {
  overdue_cost: CostCard,
  installment_plan: PlanCard,
  compare_plans: ComparisonCard,
};

/** The card of any calculation. */
export function Card(props: CardProps & { asked: number }) {
  const { calculation, asked } = props;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!asked) return;
    title.current?.scrollIntoView({ block: "center" });
    title.current?.focus({ preventScroll: true });
  }, [asked]);
  return (
    <div class="card" role="group" aria-label={calculation.name} data-calculation={calculation.id} lang="zh-CN">
      <h3 ref={title} tabIndex={-1}>
        {calculation.name} <span class="tag">{words().tag}</span>
      </h3>
      <Body {...props} />
      <Method calculation={calculation} />
      <p class="note">这是估算，以账单和合同为准。</p>
    </div>
  );
}

/** A newer server's shape: the words that come with every card still stand. */
function Body(props: CardProps) {
  const [failed] = useErrorBoundary();
  const { calculation } = props;
  if (failed) return <p>{calculation.fallback ?? calculation.formula}</p>;
  const Known = BODIES[calculation.kind] ?? FiguresCard;
  return <Known {...props} />;
}

function FiguresCard({ calculation }: CardProps) {
  return <Facts pairs={calculation.figures.map((each) => [each.label, figure(each)])} />;
}

function Method({ calculation: { formula, inputs, assumptions } }: { calculation: Calculation }) {
  return (
    <Fold summary="怎么算的">
      <p>{formula}</p>
      <Facts
        pairs={inputs.map((each) => [
          each.label,
          `${given(each)}（${ORIGIN[each.origin] ?? each.origin}）`,
        ])}
      />
      <ul>
        {assumptions.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </Fold>
  );
}
