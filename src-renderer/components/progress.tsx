import type { ReactNode } from 'react';
import './progress.css';

/** How much of something is done, 0 to 1; its words stand beside it. */
export function Progress({ label, doneRatio }: { readonly label: string; readonly doneRatio: number }): ReactNode {
  const done = Math.min(1, Math.max(0, doneRatio));
  return (
    <svg
      className="progress"
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(done * 100)}
    >
      <rect className="progress-ground" width="100" height="6" />
      <rect className="progress-done" width={done * 100} height="6" />
    </svg>
  );
}
