import { timeframes } from '../market/timeframe.ts';
import type { SyncHealth, SyncPhase, SyncStream } from './sync-health.ts';

/** From what needs a person to what is well; those who list streams put the first ones on top. */
const phaseRanks: Readonly<Record<SyncPhase, number>> = {
  failed: 0,
  paused: 1,
  waiting: 2,
  repairing: 4,
  backfilling: 5,
  idle: 6,
  live: 7,
};
const holesRank = 3;

/** Whether a stream is behind for another reason than that it is still being fetched, or lacks bars that its market's hours let expect. */
export const isTroubled = (stream: SyncStream): boolean => rankOf(stream) <= holesRank;

/** Compares two streams: the more troubled one first, then by symbol, kind and length of bar. */
export function byTrouble(a: SyncStream, b: SyncStream): number {
  return rankOf(a) - rankOf(b) || compareText(a.symbol ?? lastText, b.symbol ?? lastText) || placeOf(a) - placeOf(b);
}

/** How many streams and stores a person should look at. */
export const troubleCount = ({ streams, stores }: SyncHealth): number =>
  streams.filter(isTroubled).length + stores.filter(({ level }) => level === 'fault').length;

function rankOf({ phase, holes }: SyncStream): number {
  const hasHoles = holes !== null && holes.unexpected > 0;
  return Math.min(phaseRanks[phase], hasHoles ? holesRank : Infinity);
}

/** The account's own streams stand below those of symbols. */
const lastText = '\uffff';

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const places: readonly string[] = [...timeframes, 'ticks', 'deals', 'calendar'];

const placeOf = ({ kind, timeframe }: SyncStream): number => places.indexOf(timeframe ?? kind);
