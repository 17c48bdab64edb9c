import type { RunRecord } from '#shared/contract/backtest.ts';
import { deniedSection } from './denied.ts';
import { drawdownsSection } from './drawdowns.ts';
import { figuresSection } from './figures.ts';
import { groupsSection } from './groups.ts';
import { monthsSection } from './months.ts';
import { provenanceSection } from './provenance.ts';
import { runOnSection } from './run-on.ts';
import type { ReportSection } from './section.ts';
import { switchesSection } from './switches.ts';
import { targetsSection } from './targets.ts';

/** What a trader wants to know of a run, in that order: what it is judged by before what it was made of. */
export const reportSections = (record: RunRecord): readonly ReportSection[] =>
  [
    runOnSection(record),
    targetsSection(record.report),
    figuresSection(record),
    drawdownsSection(record.report),
    monthsSection(record.report),
    groupsSection(record.report),
    deniedSection(record.report),
    switchesSection(record),
    provenanceSection(record),
  ].filter((section) => section !== null);
