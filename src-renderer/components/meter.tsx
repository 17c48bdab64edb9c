import type { ReactNode } from 'react';
import './meter.css';

/**
 * How much of a limit is used, which warns as it is reached, or how far something has come, which does not: 0 to 1. The browser's own `meter` cannot
 * be drawn alike everywhere.
 */
export function Meter({
  label,
  usedRatio,
  tone = 'limit',
}: {
  readonly label: string;
  readonly usedRatio: number;
  readonly tone?: 'limit' | 'progress';
}): ReactNode {
  const used = Math.min(1, Math.max(0, usedRatio));
  const level = tone === 'progress' ? 'progress' : used >= 0.9 ? 'fault' : used >= 0.6 ? 'warning' : 'neutral';
  return (
    <svg
      className={`meter meter-${level}`}
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(used * 100)}
    >
      <rect className="meter-ground" width="100" height="4" />
      <rect className="meter-used" width={used * 100} height="4" />
    </svg>
  );
}
