import { utcMs, type UtcMs } from '../units/utc-ms.ts';
import { barSeriesSchema, type BarSeries } from './bar-series.ts';

/** A bar of a series whatever its timeframe, which its partition tells. */
export interface StateKey {
  readonly symbol: string;
  readonly source: string;
  readonly anchor: BarSeries['anchor'];
  readonly openTimeUtcMs: UtcMs;
}

/** `symbol|source|anchor|openTimeUtcMs`: the id of a state among the vectors. Symbols and names of sources are written as in an address, so that none can be taken for two. */
export const stateId = (series: Omit<StateKey, 'openTimeUtcMs'>, openTimeUtcMs: number): string =>
  `${stateIdStem(series)}${openTimeUtcMs}`;

/** What the ids of all states of a series begin with. */
export const stateIdStem = ({ symbol, source, anchor }: Omit<StateKey, 'openTimeUtcMs'>): string =>
  `${encodeURIComponent(symbol)}|${encodeURIComponent(source)}|${anchor}|`;

const keySchema = barSeriesSchema.unwrap().pick({ symbol: true, source: true, anchor: true });

/** The way back, of an id that `stateId` made. */
export function stateKeyOf(id: string): StateKey {
  const [symbol, source, anchor, openTime] = id.split('|').map(decodeURIComponent);
  return { ...keySchema.parse({ symbol, source, anchor }), openTimeUtcMs: utcMs(Number(openTime)) };
}

/** Of an id alone when the bar opened, for those who go over many. */
export const stateOpenTime = (id: string): UtcMs => utcMs(Number(id.slice(id.lastIndexOf('|') + 1)));
