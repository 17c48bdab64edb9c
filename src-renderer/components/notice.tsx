import type { ReactNode } from 'react';
import './notice.css';
import type { Tone } from './tone.ts';

/** A message in its place: what happened, and below it what was not lost and what to do. */
export function Notice({
  tone,
  title,
  role,
  children,
}: {
  readonly tone: Tone;
  readonly title: string;
  /** `alert` interrupts a screen reader, `status` waits. */
  readonly role?: 'alert' | 'status';
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className={`notice tone-${tone}`} role={role}>
      <p className="notice-title">{title}</p>
      {children !== undefined && <div className="notice-text">{children}</div>}
    </div>
  );
}
