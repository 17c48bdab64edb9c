import type { RunRecord } from '#shared/contract/backtest.ts';
import { sectionText } from './report/section-text.ts';
import { reportSections } from './report/sections.ts';
import { titleLines } from './report/title.ts';

/** A run as a trader reads it in a terminal of a hundred columns. */
export const reportText = (record: RunRecord): string =>
  [titleLines(record).join('\n'), ...reportSections(record).map(sectionText)].join('\n\n');
