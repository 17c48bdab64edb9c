import type { SyncStream } from './sync-health.ts';

/** "EURUSD M1", "EURUSD ticks", "deals": the same for every reader, so that a window, a command line and a log can be compared. */
export const streamName = ({ symbol, timeframe, kind }: Pick<SyncStream, 'symbol' | 'timeframe' | 'kind'>): string =>
  [symbol, timeframe ?? kind].filter((part) => part !== null).join(' ');
