import type { ReactNode } from 'react';
import './detail-list.css';

export interface Detail {
  readonly label: string;
  readonly value: ReactNode;
  readonly title?: string;
}

/** Labels at the left, values at the right, in one or two columns; values line up on their last digit. */
export function DetailList({
  details,
  columns = 1,
}: {
  readonly details: readonly Detail[];
  readonly columns?: 1 | 2;
}): ReactNode {
  return (
    <dl className={`detail-list detail-list-${columns}`}>
      {details.map(({ label, value, title }) => (
        <div key={label} className="detail" title={title}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
