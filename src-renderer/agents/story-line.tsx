import type { ReactNode } from 'react';
import { useFormats } from '../format/use-formats.ts';

/** What happened, and how long after the run began. */
export function StoryLine({
  atMs,
  title,
  children,
}: {
  readonly atMs: number;
  readonly title: string;
  readonly children?: ReactNode;
}): ReactNode {
  const formats = useFormats();
  return (
    <p className="story-line">
      <span className="story-at">{`+${formats.duration(atMs)}`}</span>
      <strong>{title}</strong>
      {children !== undefined && <span>{children}</span>}
    </p>
  );
}
