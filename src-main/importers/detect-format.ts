import type { BarFormat } from './bar-format.ts';
import { mt5Bars } from './formats/mt5-bars.ts';
import { normalizedBars } from './formats/normalized-bars.ts';

export const barFormats: readonly BarFormat[] = [mt5Bars, normalizedBars];

/** By content alone: names lie, and downloads are renamed. */
export const detectFormat = (firstLine: string): BarFormat | null =>
  barFormats.find((format) => format.matches(firstLine)) ?? null;
