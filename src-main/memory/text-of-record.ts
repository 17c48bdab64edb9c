import type { FilterReport } from '#shared/trading/filter-report.ts';
import { recordId } from '#shared/trading/record-id.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { RememberedText } from '#main/ports/text-store.ts';
import type { LedgerRecord } from './ledger-record.ts';

/** The words of a record by which it can be found: those of a decision, of a lesson, and the trader's own of a rejection. Null where it has none. */
export function textOfRecord(record: LedgerRecord): RememberedText | null {
  if (record.kind === 'decision') {
    const { decisionId, symbol, asOfUtcMs } = record.decision;
    const text = sentenceOf(record.decision);
    return { recordId: recordId('decision', decisionId), symbol, knownAtUtcMs: asOfUtcMs, text };
  }
  if (record.kind === 'lesson') {
    const { lessonId, symbol, learntAtUtcMs, situation, observation, advice } = record.lesson;
    return { recordId: lessonId, symbol, knownAtUtcMs: learntAtUtcMs, text: `${situation} ${observation} ${advice}` };
  }
  if (record.kind !== 'approval') return null;
  const { ticket, ended } = record.approval;
  if (ended?.outcome !== 'rejectedByTrader' || ended.reason === '') return null;
  const lesson = recordId('lesson', ticket.approvalId);
  return { recordId: lesson, symbol: ticket.parameters.symbol, knownAtUtcMs: ended.endedAtUtcMs, text: ended.reason };
}

/** A decision in one English sentence, the same for the same values. */
export function sentenceOf({ scenario, symbol, timeframe, signal, filters }: SignalDecision): string {
  const passed = filters.filter((filter) => filter.passed);
  const failed = filters.filter((filter) => !filter.passed);
  const parts = [
    `Scenario ${scenario} on ${symbol} ${timeframe} ${wishOf(signal)}`,
    ...(passed.length > 0 ? [`passed ${listOf(passed)}`] : []),
    ...(failed.length > 0 ? [`failed ${listOf(failed)}`] : []),
  ];
  return `${parts.join('; ')}.`;
}

/** For a node's facts: `breakoutUp 2000 against 1998.5 passed, spread 70 against 40 failed`; nothing where there were no filters. */
export const filtersInShort = (filters: readonly FilterReport[]): string | null =>
  filters.length === 0
    ? null
    : filters.map((filter) => `${measured(filter)} ${filter.passed ? 'passed' : 'failed'}`).join(', ');

function wishOf(signal: SignalDecision['signal']): string {
  switch (signal.kind) {
    case 'none':
      return 'asks for nothing';
    case 'enter': {
      const target = signal.target === null ? 'no target' : `target ${signal.target}`;
      return `enters ${signal.side} at ${signal.reference} with stop ${signal.stop} and ${target}`;
    }
    case 'exit':
      return `leaves ${signal.side} at ${signal.reference} by ${signal.reason}`;
    case 'moveStop':
      return `moves the stop of its ${signal.side} to ${signal.stop} by ${signal.reason}`;
    case 'closePart':
      return `closes ${figure(signal.ratio * 100)} % of its ${signal.side} at ${signal.reference} by ${signal.reason}`;
  }
}

const listOf = (filters: readonly FilterReport[]): string => filters.map(measured).join(', ');

function measured({ filter, value, threshold }: FilterReport): string {
  if (value === null) return `${filter} without data`;
  return threshold === null ? `${filter} ${figure(value)}` : `${filter} ${figure(value)} against ${figure(threshold)}`;
}

/** Without the noise of sums: no price of a broker has more digits. */
const figure = (value: number): string => String(Number(value.toPrecision(8)));
