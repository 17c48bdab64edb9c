import type { ReactNode } from 'react';
import './amount.css';
import { toneOf } from './tone.ts';

/** A signed figure: its sign and an arrow say the direction, its colour repeats it. */
export function Amount({ value, text }: { readonly value: number | null; readonly text: string }): ReactNode {
  const tone = toneOf(value);
  return (
    <span className={`amount tone-${tone}`}>
      {tone !== 'neutral' && (
        <span className="amount-arrow" aria-hidden="true">
          {tone === 'up' ? '▲' : '▼'}
        </span>
      )}
      {text}
    </span>
  );
}
