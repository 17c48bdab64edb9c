import type { Hole } from '#shared/market/hole.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { useEffect, useRef, useState } from 'react';
import { useCockpit, useIsConnected } from '../stream/cockpit-context.ts';

/** More are not asked for at once: three years of minutes have about a thousand, nearly all of them weekends and daily breaks. */
export const holesMax = 2000;

/** While a back-fill goes on, the holes change at every chunk; a map need not follow each. */
const periodMs = 5000;

export interface HolesWish {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly fromUtcMs: number | null;
  /** Changes whenever the holes may have. */
  readonly revision: string;
}

/** The holes of a series since a moment, newest first, asked for again when they may have changed; null before the first answer. */
export function useHoles({ symbol, timeframe, fromUtcMs, revision }: HolesWish): readonly Hole[] | null {
  const { ask } = useCockpit();
  const isConnected = useIsConnected();
  const [holes, setHoles] = useState<readonly Hole[] | null>(null);
  const latest = useRef({ series: '', atMs: -Infinity });
  useEffect(() => {
    if (!isConnected) return undefined;
    let isWanted = true;
    const series = `${symbol} ${timeframe} ${fromUtcMs}`;
    const dueAtMs = latest.current.series === series ? latest.current.atMs + periodMs : -Infinity;
    const timer = setTimeout(
      () => {
        latest.current = { series, atMs: performance.now() };
        const request = { symbol, timeframe, fromUtcMs, limit: holesMax };
        void ask((client) => client.sync.holes(request)).then((answer) => {
          if (isWanted && answer.ok) setHoles(answer.value);
        });
      },
      Math.max(0, dueAtMs - performance.now()),
    );
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [ask, isConnected, symbol, timeframe, fromUtcMs, revision]);
  return holes;
}
