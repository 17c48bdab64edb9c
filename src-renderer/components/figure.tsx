import type { ReactNode } from 'react';
import './figure.css';

/** A label over its value, as in a strip of an account. */
export function Figure({
  label,
  title,
  children,
}: {
  readonly label: string;
  readonly title?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="figure" title={title}>
      <dt className="figure-label">{label}</dt>
      <dd className="figure-value">{children}</dd>
    </div>
  );
}
