import type { ReactNode } from 'react';
import './empty-state.css';

/** Nothing to show, why, and what to do next. */
export function EmptyState({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="empty-state">
      <p className="empty-state-title">{title}</p>
      <p className="empty-state-hint">{hint}</p>
      {children}
    </div>
  );
}
