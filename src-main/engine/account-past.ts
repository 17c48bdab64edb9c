import type { CashOperation } from '#shared/trading/cash-operation.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import type { PositionId } from '#shared/trading/ids.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { Step } from './step.ts';

/** So many records are read at first; as many again and again until they reach back far enough. */
const firstPage = 32;

/** The account's deals from a moment on, newest first, those of this very turn included. */
export const dealsSince = (step: Step, fromUtcMs: UtcMs): readonly Deal[] =>
  [
    ...recordedNow(step, 'dealRecorded').map(({ deal }) => deal),
    ...newestSince(step.dependencies.ledger.latestDeals, fromUtcMs),
  ].filter(({ occurredAtUtcMs }) => occurredAtUtcMs >= fromUtcMs);

/** Money that came or went without a trade from a moment on, newest first, that of this very turn included. */
export const cashSince = (step: Step, fromUtcMs: UtcMs): readonly CashOperation[] =>
  [
    ...recordedNow(step, 'cashRecorded').map(({ operation }) => operation),
    ...newestSince(step.dependencies.ledger.latestCash, fromUtcMs),
  ].filter(({ occurredAtUtcMs }) => occurredAtUtcMs >= fromUtcMs);

/** All known deals of one position, those of this very turn included. */
export const dealsOf = (step: Step, position: PositionId): readonly Deal[] => [
  ...step.dependencies.ledger.dealsOf(position),
  ...recordedNow(step, 'dealRecorded')
    .map(({ deal }) => deal)
    .filter(({ positionId }) => positionId === position),
];

/** The newest of a list that is read newest first, at least back to a moment. */
export function newestSince<T extends { readonly occurredAtUtcMs: UtcMs }>(
  readNewest: (limit: number) => readonly T[],
  fromUtcMs: UtcMs,
): readonly T[] {
  for (let limit = firstPage; ; limit *= 2) {
    const newest = readNewest(limit);
    const oldest = newest.at(-1);
    if (newest.length < limit || oldest === undefined || oldest.occurredAtUtcMs < fromUtcMs) return newest;
  }
}

/** What this turn has recorded is in no table yet. */
const recordedNow = <Kind extends EngineEvent['kind']>(
  step: Step,
  kind: Kind,
): readonly Extract<EngineEvent, { kind: Kind }>[] =>
  step.events.flatMap(({ event }) => (event.kind === kind ? [event as Extract<EngineEvent, { kind: Kind }>] : []));
