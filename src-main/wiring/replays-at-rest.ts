import { broken } from '#shared/base/assert.ts';
import { createReplays } from '#main/agents/create-replays.ts';
import type { AgentSources } from '#main/agents/agent-sources.ts';
import type { AgentReplays, AgentRunReads } from '#main/ports/agent-runs.ts';
import type { Logger } from '#main/ports/logger.ts';
import { systemMachine } from './machine.ts';
import { nextTurn } from './next-turn.ts';
import { systemDigest } from './system-digest.ts';

/** Replays where no engine runs: recordings answer by themselves, and no model is asked. */
export const replaysAtRest = (runs: AgentRunReads, logger: Logger): AgentReplays =>
  createReplays({
    ...{ runs, logger, nextTurn, ladder: null, sources: unread, digest: systemDigest },
    monotonicClock: systemMachine.monotonicClock,
    timers: systemMachine.timers,
  });

const neverRead = (): never => broken('what a recording does not hold is not read');

const unread: AgentSources = {
  bars: { chooseSeries: neverRead, read: neverRead, readBetween: neverRead },
  calendar: { read: neverRead },
  facts: { newsDistanceMs: neverRead, isUnexpectedHole: neverRead, dailyAtr: neverRead, correlation: neverRead },
  memory: {
    similarStates: neverRead,
    similarTrades: neverRead,
    similarSignals: neverRead,
    similarTexts: neverRead,
    eventChain: neverRead,
    path: neverRead,
    tradesByRegime: neverRead,
  },
  lessons: { lesson: neverRead, activeAsOf: neverRead, page: neverRead },
  cockpit: { snapshot: neverRead },
  clockRule: 'utc',
  monotonicClock: { nowMs: neverRead },
  nextTurn,
};
