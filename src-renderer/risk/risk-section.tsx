import type { ReactNode } from 'react';

/** A part of the panel under its title. */
export function RiskSection({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className="risk-section" aria-label={title}>
      <h3 className="risk-title" title={hint}>
        {title}
      </h3>
      {children}
    </section>
  );
}
