import type { Evidence } from '#shared/agent/evidence.ts';
import { recordId } from '#shared/trading/record-id.ts';
import type { FilterReport } from '#shared/trading/filter-report.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import { regimeOfCode } from '#main/features/regime.ts';
import { filterWords, regimeFilters } from './filter-words.ts';

/** `threshold`: what the filter's value is held against. */
export const filterEvidenceId = (filter: string, part?: 'threshold'): string =>
  part === undefined ? `filter:${filter}` : `filter:${filter}/${part}`;

/** `targetR`: the target's distance ÷ the stop's. */
export const levelEvidenceId = (level: 'reference' | 'stop' | 'target' | 'targetR' | 'ratio'): string =>
  `filter:signal/${level}`;

/** What a decision saw, as it was recorded: levels of its signal, then value and threshold of each filter. */
export function decisionEvidence(decision: SignalDecision): readonly Evidence[] {
  const told = {
    source: 'filter',
    asOfUtcMs: decision.asOfUtcMs,
    recordId: recordId('decision', decision.decisionId),
  } as const;
  const levels = levelsOf(decision).map(({ level, label, value, unit }) => ({
    ...{ ...told, evidenceId: levelEvidenceId(level), label, value, unit },
  }));
  const filters = decision.filters.flatMap((report) => {
    const { filter } = report;
    const { label = filter, unit = '' } = filterWords[filter] ?? {};
    const named = label.slice(0, 120);
    return [
      { ...told, evidenceId: filterEvidenceId(filter), label: named, ...readable(report, report.value, unit) },
      {
        ...{ ...told, evidenceId: filterEvidenceId(filter, 'threshold'), label: `${named}: threshold` },
        ...readable(report, report.threshold, unit),
      },
    ];
  });
  return [...levels, ...filters];
}

/** A regime by its name. */
const readable = ({ filter }: FilterReport, value: number | null, unit: string): Pick<Evidence, 'value' | 'unit'> =>
  regimeFilters.includes(filter)
    ? { value: value === null ? null : regimeOfCode(value), unit: 'regime' }
    : { value, unit };

interface Level {
  readonly level: Parameters<typeof levelEvidenceId>[0];
  readonly label: string;
  readonly value: number | null;
  readonly unit: string;
}

function levelsOf({ signal }: SignalDecision): readonly Level[] {
  if (signal.kind === 'none') return [];
  const price = (level: Level['level'], label: string, value: number | null): Level => ({
    level,
    label,
    value,
    unit: 'price',
  });
  const reference = price('reference', 'close that was decided on', signal.reference);
  switch (signal.kind) {
    case 'enter': {
      const { stop, target } = signal;
      const targetR = target === null ? null : Math.abs(target - signal.reference) / Math.abs(signal.reference - stop);
      return [
        reference,
        price('stop', 'stop of the entry', stop),
        price('target', 'target of the entry', target),
        { level: 'targetR', label: 'target in R', value: Number.isFinite(targetR) ? targetR : null, unit: 'R' },
      ];
    }
    case 'moveStop':
      return [reference, price('stop', 'new stop', signal.stop)];
    case 'closePart':
      return [reference, { level: 'ratio', label: 'part of the position', value: signal.ratio, unit: 'ratio' }];
    case 'exit':
      return [reference];
  }
}
