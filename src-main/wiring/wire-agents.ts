import { assertDefined } from '#shared/base/assert.ts';
import { secondsToMs } from '#shared/units/duration-ms.ts';
import { createAgentFeed } from '#main/agents/agent-feed.ts';
import type { AgentSources } from '#main/agents/agent-sources.ts';
import { createAnalyst } from '#main/agents/create-analyst.ts';
import { createReplays } from '#main/agents/create-replays.ts';
import { createModelLadder } from '#main/agents/models/create-model-ladder.ts';
import { keepTracesHome } from '#main/agents/models/keep-traces-home.ts';
import type { AgentFeed, AgentReplays, AgentRunReads } from '#main/ports/agent-runs.ts';
import type { Analyst } from '#main/ports/analyst.ts';
import type { Cockpit } from '#main/ports/cockpit.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { MemorySearch } from '#main/ports/memory.ts';
import { openAgentsStore } from '#main/stores/agents/open-agents-store.ts';
import type { DataFolder } from '#main/stores/data-folder/data-folder.ts';
import type { Machine } from './machine.ts';
import { marketFacts } from './market-facts.ts';
import { nextTurn } from './next-turn.ts';
import type { Stores } from './open-stores.ts';
import type { Settings } from './settings.ts';
import { systemDigest } from './system-digest.ts';
import { terminalProfileOf } from './terminal-profile-of.ts';

/** Agents on real stores, and what they tell of themselves. */
export interface AgentsInStep extends AsyncDisposable {
  readonly analyst: Analyst;
  readonly runs: AgentRunReads;
  readonly feed: AgentFeed;
  readonly replays: AgentReplays;
  /** Once the engine runs. What the first run needs is loaded a little later, when the first candles are on the screen. */
  readonly start: (cockpit: Pick<Cockpit, 'snapshot'>) => void;
}

const modelParts = { fetch, digest: systemDigest };

const warmAfter = secondsToMs(3);

/** Null where nobody is to be asked. Agents read what the engine and the stores know; nothing here gives them a way to write. */
export function wireAgents({
  folder,
  stores,
  settings,
  memory,
  machine,
  logger,
}: {
  readonly folder: DataFolder;
  readonly stores: Stores;
  readonly settings: Settings;
  readonly memory: MemorySearch;
  readonly machine: Machine;
  readonly logger: Logger;
}): AgentsInStep | null {
  const { asks, runsKept, deadlineMs, language, tracesToLangSmith } = settings.agents;
  if (asks === 'nobody') return null;
  if (keepTracesHome({ environment: process.env, tracesToLangSmith }))
    logger.info('runs of agents are sent to LangSmith');
  const { wallClock, monotonicClock, timers } = machine;
  const { clockRule } = terminalProfileOf(settings);
  let cockpit: Pick<Cockpit, 'snapshot'> | null = null;
  const sources: AgentSources = {
    bars: stores.market.bars,
    calendar: stores.market.calendar,
    facts: marketFacts({ ...stores.market, trades: stores.ledger.trades }, { clockRule, monotonicClock }),
    memory,
    lessons: stores.ledger.lessons,
    cockpit: { snapshot: () => assertDefined(cockpit, 'agents are asked by a running engine').snapshot() },
    clockRule,
    monotonicClock,
    nextTurn,
  };
  const store = openAgentsStore(folder, { context: { wallClock, monotonicClock, logger }, timers, runsKept });
  const ladder =
    asks === 'models' ? createModelLadder({ ...settings.agents, ...modelParts, ...machine, logger }) : null;
  const news = createAgentFeed();
  const analyst = createAnalyst({
    ...{ sources, news, wallClock, monotonicClock, timers, logger, nextTurn },
    ladder,
    checkpointer: store.checkpointer,
    runs: store.runs,
    settings: { deadlineMs, language },
    digest: systemDigest,
  });
  let warming: Disposable | null = null;
  return {
    analyst,
    runs: store.runs,
    feed: news,
    replays: createReplays({
      ...{ sources, ladder, monotonicClock, timers, logger, nextTurn },
      runs: store.runs,
      digest: systemDigest,
    }),
    start: (running) => {
      cockpit = running;
      warming = timers.after(warmAfter, () => {
        analyst.warm().catch((error: unknown) => {
          logger.error('agents could not be loaded ahead; whoever asks first waits for them', error);
        });
        void ladder?.probe();
      });
    },
    [Symbol.asyncDispose]: async () => {
      warming?.[Symbol.dispose]();
      ladder?.[Symbol.dispose]();
      await analyst[Symbol.asyncDispose]();
      store[Symbol.dispose]();
    },
  };
}
