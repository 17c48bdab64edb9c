import { mt5Bars } from '../formats/mt5-bars.ts';
import { normalizedBars } from '../formats/normalized-bars.ts';
import type { FastRowReader } from './fast-row.ts';
import { mt5FastRow } from './mt5-fast-row.ts';
import { normalizedFastRow } from './normalized-fast-row.ts';

/** The formats whose files are large. Of each its parser is the law: what a reader here takes, that takes likewise (a test holds them together). */
const fastRowReaders: Readonly<Record<string, () => FastRowReader>> = {
  [mt5Bars.name]: mt5FastRow,
  [normalizedBars.name]: normalizedFastRow,
};

/** A reader for one file of a format, or null where it has none. */
export const fastRowReader = (formatName: string): FastRowReader | null => fastRowReaders[formatName]?.() ?? null;
