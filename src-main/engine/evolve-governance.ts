import { assertNever } from '#shared/base/assert.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { GovernedBy } from './engine-state.ts';

type GovernanceEvent = Extract<
  EngineEvent,
  {
    kind:
      | 'governanceStarted'
      | 'depositClosed'
      | 'scenarioSwitched'
      | 'governanceHeld'
      | 'governanceForced'
      | 'governanceReleased';
  }
>;

/**
 * Which scenario may enter after an event. A switch, by whomever, begins the count of closes anew; a release switches nothing by itself, the
 * next close may.
 */
export function governedAfter(before: GovernedBy | null, event: GovernanceEvent, at: UtcMs): GovernedBy | null {
  switch (event.kind) {
    case 'governanceStarted':
      return { ...switchedTo(event.active, at), countedUntilUtcMs: at };
    case 'depositClosed':
      return before === null ? null : { ...before, closes: event.closes, countedUntilUtcMs: event.midnightUtcMs };
    case 'scenarioSwitched':
      return before === null ? null : { ...before, ...switchedTo(event.to, at) };
    case 'governanceHeld':
      return before === null ? null : { ...before, override: overrideBy('held', event, at) };
    case 'governanceForced': {
      const forced = { countedUntilUtcMs: at, ...before, ...switchedTo(event.to, at) };
      const stays = before?.active === event.to ? before : forced;
      return { ...stays, override: overrideBy('forced', event, at) };
    }
    case 'governanceReleased':
      return before === null ? null : { ...before, override: null };
    default:
      return assertNever(event, 'governance event');
  }
}

const switchedTo = (active: Scenario, sinceUtcMs: UtcMs): Omit<GovernedBy, 'countedUntilUtcMs'> => ({
  active,
  sinceUtcMs,
  override: null,
  closes: [],
});

const overrideBy = (
  kind: 'held' | 'forced',
  { reason, actor }: Extract<GovernanceEvent, { kind: 'governanceHeld' | 'governanceForced' }>,
  sinceUtcMs: UtcMs,
): GovernedBy['override'] => ({ kind, reason, actor, sinceUtcMs });
