import type { FileFormat } from './file-format.ts';
import { dukascopyBars } from './formats/dukascopy-bars.ts';
import { dukascopyNodeBars } from './formats/dukascopy-node-bars.ts';
import { economicCalendar } from './formats/economic-calendar.ts';
import { histDataBars } from './formats/hist-data-bars.ts';
import { mt4Bars } from './formats/mt4-bars.ts';
import { mt5Bars } from './formats/mt5-bars.ts';
import { mt5Report } from './formats/mt5-report.ts';
import { mt5Ticks } from './formats/mt5-ticks.ts';
import { namedColumnBars } from './formats/named-column-bars.ts';
import { normalizedBars } from './formats/normalized-bars.ts';
import { normalizedTicks } from './formats/normalized-ticks.ts';
import { mt5ForeignReport, mt5TesterReport } from './formats/refused-documents.ts';

/** The most particular first: a table with named columns is what several of the others are as well. */
export const fileFormats: readonly FileFormat[] = [
  mt5Bars,
  mt5Ticks,
  normalizedBars,
  normalizedTicks,
  histDataBars,
  mt4Bars,
  dukascopyBars,
  dukascopyNodeBars,
  economicCalendar,
  mt5Report,
  mt5TesterReport,
  mt5ForeignReport,
  namedColumnBars,
];

/** By content alone, of the first fifty lines: names lie, and downloads are renamed. */
export const detectFormat = (head: readonly string[]): FileFormat | null =>
  fileFormats.find((format) => format.matches(head)) ?? null;
