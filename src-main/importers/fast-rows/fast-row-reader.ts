import type { RowFigures } from '../collect-bars.ts';
import { mt5Bars } from '../formats/mt5-bars.ts';
import { normalizedBars } from '../formats/normalized-bars.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { mt5FastRow } from './mt5-fast-row.ts';
import { normalizedFastRow } from './normalized-fast-row.ts';

/** Reads the row at the cursor and passes its line end; the cursor fails where the format's own parser has to decide. */
export type FastRowReader = (cursor: ByteCursor, row: RowFigures) => void;

/** The formats whose files are large. Of each its parser is the law: what a reader here takes, that takes likewise (a test holds them together). */
const fastRowReaders: Readonly<Record<string, () => FastRowReader>> = {
  [mt5Bars.name]: mt5FastRow,
  [normalizedBars.name]: normalizedFastRow,
};

/** A reader for one file of a format, or null where it has none. */
export const fastRowReader = (formatName: string): FastRowReader | null => fastRowReaders[formatName]?.() ?? null;
