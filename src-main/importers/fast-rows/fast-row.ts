import type { RowFigures } from '../collect-bars.ts';
import type { ByteCursor } from './byte-cursor.ts';

/** Reads the row at the cursor and passes its line end; the cursor fails where the format's own parser has to decide. */
export type FastRowReader = (cursor: ByteCursor, row: RowFigures) => void;
