import type { ReactNode } from 'react';
import './badge.css';
import type { Tone } from './tone.ts';

/** A word on a coloured ground; the word alone carries the meaning. */
export function Badge({
  tone,
  look = 'soft',
  title,
  children,
}: {
  readonly tone: Tone;
  readonly look?: 'soft' | 'solid';
  readonly title?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <span className={`badge badge-${look} tone-${tone}`} title={title}>
      {children}
    </span>
  );
}
