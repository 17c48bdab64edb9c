import type { Hole } from '#shared/market/hole.ts';
import { useMemo, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { holeAt, holeRuns, slotsOf, type Span } from './hole-runs.ts';
import './hole-strip.css';

/** As many as can be told apart on a wide screen. */
const slots = 600;

export interface HoleStripProps {
  readonly label: string;
  readonly span: Span;
  /** What is stored; outside of it nothing is known. */
  readonly stored: Span | null;
  /** Newest first. */
  readonly holes: readonly Hole[];
  readonly textOf: (hole: Hole) => string;
  /** The hole that the pointer or the keys are on. */
  readonly onPoint: (hole: Hole | null) => void;
}

/**
 * A series as a line of time with its holes: pale where the market's hours explain them, amber where not. To the keyboard and to a screen
 * reader it is a slider over the holes: left and right go from one to the next, up and down between those that nobody expected.
 */
export function HoleStrip({ label, span, stored, holes, textOf, onPoint }: HoleStripProps): ReactNode {
  const { t } = useTranslation();
  const [pointed, setPointed] = useState<Hole | null>(null);
  const inSpan = useMemo(
    () => holes.filter((hole) => hole.toUtcMs > span.fromUtcMs && hole.fromUtcMs < span.toUtcMs),
    [holes, span],
  );
  const runs = useMemo(() => holeRuns(inSpan, span, slots), [inSpan, span]);
  const at = pointed === null ? -1 : inSpan.findIndex(({ fromUtcMs }) => fromUtcMs === pointed.fromUtcMs);
  const current = inSpan[at] ?? null;

  const point = (hole: Hole | null): void => {
    setPointed(hole);
    onPoint(hole);
  };
  const onPointerMove = ({ clientX, currentTarget }: PointerEvent<HTMLDivElement>): void => {
    const { left, width } = currentTarget.getBoundingClientRect();
    const slot = Math.floor(((clientX - left) / width) * slots);
    point(holeAt(inSpan, span, { slot, slots }));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = holeByKey(event.key, inSpan, at);
    if (next === undefined) return;
    event.preventDefault();
    point(next);
  };

  const [storedFrom, storedTo] = stored === null ? [0, 0] : slotsOf(stored, span, slots);
  return (
    <div
      className="hole-strip"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={inSpan.length}
      aria-valuenow={at === -1 ? 0 : inSpan.length - at}
      aria-valuetext={current === null ? t('sync.holesInSpan', { count: inSpan.length }) : textOf(current)}
      onPointerMove={onPointerMove}
      onPointerLeave={() => point(null)}
      onBlur={() => point(null)}
      onKeyDown={onKeyDown}
    >
      <svg className="hole-strip-line" viewBox={`0 0 ${slots} 12`} preserveAspectRatio="none" aria-hidden="true">
        <rect className="hole-strip-none" width={slots} height="12" />
        <rect className="hole-strip-stored" x={storedFrom} width={storedTo - storedFrom} height="12" />
        {runs.map(({ kind, from, to }) => (
          <rect
            key={from}
            className={kind === 'unexpected' ? 'hole-unexpected' : 'hole-expected'}
            x={from}
            width={to - from}
            height="12"
          />
        ))}
        {current !== null && <Cursor hole={current} span={span} />}
      </svg>
    </div>
  );
}

function Cursor({ hole, span }: { readonly hole: Hole; readonly span: Span }): ReactNode {
  const [from, to] = slotsOf(hole, span, slots);
  return <rect className="hole-cursor" x={from - 1} width={to - from + 2} height="12" />;
}

/** `holes` are newest first, so what lies to the right has a smaller index. Undefined: the key means nothing here. */
function holeByKey(key: string, holes: readonly Hole[], at: number): Hole | undefined {
  const isUnexpected = ({ kind }: Hole): boolean => kind === 'unexpected';
  switch (key) {
    case 'ArrowLeft':
      return holes[Math.min(at + 1, holes.length - 1)];
    case 'ArrowRight':
      return holes[at === -1 ? 0 : Math.max(0, at - 1)];
    case 'ArrowDown':
      return holes.find((hole, index) => index > at && isUnexpected(hole));
    case 'ArrowUp':
      return holes.findLast((hole, index) => (at === -1 || index < at) && isUnexpected(hole));
    case 'Home':
      return holes.at(-1);
    case 'End':
      return holes[0];
    default:
      return undefined;
  }
}
