import type { FileFormat } from './file-format.ts';
import { mt5Bars } from './formats/mt5-bars.ts';
import { normalizedBars } from './formats/normalized-bars.ts';

export const fileFormats: readonly FileFormat[] = [mt5Bars, normalizedBars];

/** By content alone: names lie, and downloads are renamed. */
export const detectFormat = (head: readonly string[]): FileFormat | null =>
  fileFormats.find((format) => format.matches(head)) ?? null;
