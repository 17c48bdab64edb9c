import { implement, type Router } from '@orpc/server';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { AccessScope } from '#shared/contract/access-scope.ts';
import { contract, contractVersion } from '#shared/contract/contract.ts';
import { engineStatusOf } from '#shared/contract/engine-status.ts';
import type { ImportEvent } from '#shared/contract/import-report.ts';
import type { RebuildEvent } from '#shared/contract/memory.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import type { AgentFeed, AgentReplays, AgentRunReads } from '#main/ports/agent-runs.ts';
import type { BackupControl } from '#main/ports/backup-control.ts';
import type { WallClock } from '#main/ports/clock.ts';
import type { Cockpit, CockpitCommand } from '#main/ports/cockpit.ts';
import type { Imports } from '#main/ports/imports.ts';
import type { LessonReads } from '#main/ports/lessons.ts';
import type { Memory } from '#main/ports/memory.ts';
import type { HolePages, SyncControl } from '#main/ports/sync-control.ts';
import type { SignalTerms } from '#main/ports/signal-terms.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { TradeStorage } from '#main/ports/trade-storage.ts';
import type { AgentRunStream } from './agent-run-stream.ts';
import type { CockpitStream } from './cockpit-stream.ts';
import type { HealthStream } from './health-stream.ts';
import { runEvents, type RunWatch } from './run-events.ts';
import { runsPage, unknownRun } from './runs-page.ts';
import { createSignalService } from './signal/signal-service.ts';
import { whileAdmitted } from './signal/while-admitted.ts';
import type { AcknowledgedStream, Subscriptions } from './subscriptions.ts';

/** Who calls, and what he has subscribed to. */
export interface Caller {
  readonly actor: Actor;
  readonly subscriptions: Subscriptions<CockpitStream>;
  readonly healthSubscriptions: Subscriptions<HealthStream>;
  readonly agentSubscriptions: Subscriptions<AgentRunStream>;
  readonly scopes: readonly AccessScope[];
  /** False once he may not listen any more: a token can be revoked while a stream is open. */
  readonly isAdmitted: () => boolean;
}

/** What agents said: runs that are kept, those that go on, and either played again. */
export interface Agents {
  readonly runs: AgentRunReads;
  readonly feed: AgentFeed;
  readonly replays: AgentReplays;
}

/** What the contract is answered from. */
export interface Answerers {
  readonly cockpit: Cockpit;
  readonly sync: SyncControl;
  readonly holes: HolePages;
  readonly imports: Imports;
  readonly backups: BackupControl;
  readonly memory: Memory;
  readonly trades: Pick<TradeStorage, 'trades'>;
  readonly agents: Agents;
  readonly lessons: Pick<LessonReads, 'page'>;
  readonly signals: SignalTerms;
  readonly wallClock: WallClock;
  readonly timers: Timers;
}

/** Without validation of outputs: the engine's values passed their own constructors, and parsing them again would cost its loop. */
const os = implement<typeof contract, Record<never, never> & Caller>(contract, {
  initialOutputValidationIndex: Number.NaN,
});

/** Answers the contract. What the cockpit and the synchronizer refuse goes out as REFUSED with the fault. */
export function createRouter(answerers: Answerers): Router<typeof contract, Caller> {
  const { cockpit, sync, holes, imports, backups, memory, trades, agents, lessons, timers } = answerers;
  const perform = async (command: CockpitCommand, { context, errors }: Asked): Promise<void> =>
    accepted(await cockpit.command(command, context.actor), errors);

  const signals = createSignalService(answerers);

  // Windows ask for it as a pulse, and a snapshot costs the engine reads of its ledger.
  let program: string | null = null;

  return os.router({
    version: os.version.handler(() => ({
      ...contractVersion,
      program: (program ??= cockpit.snapshot().programVersion),
    })),
    cockpit: {
      snapshot: os.cockpit.snapshot.handler(() => cockpit.snapshot()),
      status: os.cockpit.status.handler(() => engineStatusOf(cockpit.snapshot())),
      changed: os.cockpit.changed.handler(({ input, context, errors, signal }) => {
        const { subscriptions } = context;
        return batchesOf(subscriptions, {
          ...input,
          stream: accepted(subscriptions.open(input.subscriptionId), errors),
          signal,
        });
      }),
      acknowledge: os.cockpit.acknowledge.handler(({ input, context, errors }) => {
        accepted(context.subscriptions.acknowledge(input.subscriptionId, input.sequence), errors);
      }),
    },
    bars: {
      page: os.bars.page.handler(({ input, errors }) => accepted(cockpit.barsPage(input), errors)),
    },
    sync: {
      health: os.sync.health.handler(() => sync.health()),
      changed: os.sync.changed.handler(({ input, context, errors, signal }) => {
        const { healthSubscriptions: subscriptions } = context;
        return batchesOf(subscriptions, {
          ...input,
          stream: accepted(subscriptions.open(input.subscriptionId), errors),
          signal,
        });
      }),
      acknowledge: os.sync.acknowledge.handler(({ input, context, errors }) => {
        accepted(context.healthSubscriptions.acknowledge(input.subscriptionId, input.sequence), errors);
      }),
      run: os.sync.run.handler(({ input, errors }) => {
        accepted(sync.syncNow(input), errors);
      }),
      holes: os.sync.holes.handler(({ input }) => holes.holesPage(input)),
    },
    imports: {
      run: os.imports.run.handler(({ input, errors, signal }) => {
        const run = ({ onProgress, signal }: RunWatch<ImportProgressEvent>): ReturnType<Imports['run']> =>
          imports.run(input, { onProgress: (progress) => onProgress({ kind: 'progress', progress }), signal });
        return runEvents(run, { timers, signal, refuse: (fault) => refusalOf(fault, errors) });
      }),
    },
    memory: {
      similarStates: os.memory.similarStates.handler(async ({ input, errors }) =>
        accepted(await memory.similarStates(input), errors),
      ),
      similarTrades: os.memory.similarTrades.handler(async ({ input, errors }) =>
        accepted(await memory.similarTrades(input), errors),
      ),
      similarSignals: os.memory.similarSignals.handler(async ({ input, errors }) =>
        accepted(await memory.similarSignals(input), errors),
      ),
      similarTexts: os.memory.similarTexts.handler(async ({ input, errors }) =>
        accepted(await memory.similarTexts(input), errors),
      ),
      eventChain: os.memory.eventChain.handler(async ({ input, errors }) =>
        accepted(await memory.eventChain(input.id), errors),
      ),
      path: os.memory.path.handler(async ({ input, errors }) => accepted(await memory.path(input), errors)),
      tradesByRegime: os.memory.tradesByRegime.handler(async ({ input, errors }) =>
        accepted(await memory.tradesByRegime(input), errors),
      ),
      trades: os.memory.trades.handler(({ input }) => trades.trades(input)),
      deadLetters: os.memory.deadLetters.handler(({ input }) => memory.deadLetters(input.limit)),
      rebuild: os.memory.rebuild.handler(({ input, errors, signal }) =>
        runEvents((watch: RunWatch<RebuildProgress>) => memory.rebuild(input.projection, watch), {
          ...{ timers, signal, refuse: (fault) => refusalOf(fault, errors) },
        }),
      ),
    },
    backup: {
      create: os.backup.create.handler(async ({ input, errors }) => accepted(await backups.create(input), errors)),
    },
    approval: {
      list: os.approval.list.handler(() => cockpit.snapshot().approvals),
      approve: os.approval.approve.handler((asked) => perform({ kind: 'approve', ...asked.input }, asked)),
      reject: os.approval.reject.handler((asked) => perform({ kind: 'reject', ...asked.input }, asked)),
      modify: os.approval.modify.handler((asked) => perform({ kind: 'modifyTicket', ...asked.input }, asked)),
    },
    agents: {
      runs: os.agents.runs.handler(({ input }) => agents.runs.runs(input)),
      latest: os.agents.latest.handler(({ input, errors }) => accepted(runsPage(agents.runs, input), errors)),
      run: os.agents.run.handler(({ input, errors }) => {
        const run = agents.runs.run(input.runId);
        if (run === null) throw refusalOf(unknownRun(input.runId), errors);
        return run;
      }),
      changed: os.agents.changed.handler(({ input, context, errors, signal }) => {
        const { agentSubscriptions: subscriptions } = context;
        return batchesOf(subscriptions, {
          ...input,
          stream: accepted(subscriptions.open(input.subscriptionId), errors),
          signal,
        });
      }),
      acknowledge: os.agents.acknowledge.handler(({ input, context, errors }) => {
        accepted(context.agentSubscriptions.acknowledge(input.subscriptionId, input.sequence), errors);
      }),
      replay: os.agents.replay.handler(async ({ input, errors, signal = new AbortController().signal }) =>
        accepted(await agents.replays.replay(input.runId, input.source, signal), errors),
      ),
      takeProposal: os.agents.takeProposal.handler((asked) => perform({ kind: 'takeProposal', ...asked.input }, asked)),
      dismissProposal: os.agents.dismissProposal.handler((asked) =>
        perform({ kind: 'dismissProposal', ...asked.input }, asked),
      ),
      lessons: os.agents.lessons.handler(({ input }) => lessons.page(input)),
      retireLesson: os.agents.retireLesson.handler((asked) => perform({ kind: 'retireLesson', ...asked.input }, asked)),
    },
    signal: {
      latest: os.signal.latest.handler(({ input, errors }) => accepted(signals.latest(input), errors)),
      invoke: os.signal.invoke.handler(async ({ input, errors }) => accepted(await signals.invoke(input), errors)),
      stream: os.signal.stream.handler(({ input, context, errors, signal }) =>
        whileAdmitted((ending) => accepted(signals.stream(input, ending), errors), {
          ...{ isAdmitted: context.isAdmitted, timers, signal, refuse: (fault) => refusalOf(fault, errors) },
        }),
      ),
    },
    position: {
      close: os.position.close.handler((asked) => perform({ kind: 'closePosition', ...asked.input }, asked)),
      modify: os.position.modify.handler((asked) => perform({ kind: 'modifyPosition', ...asked.input }, asked)),
      takeReduction: os.position.takeReduction.handler((asked) =>
        perform({ kind: 'takeReduction', ...asked.input }, asked),
      ),
    },
    governance: {
      hold: os.governance.hold.handler((asked) => perform({ kind: 'holdScenario', ...asked.input }, asked)),
      force: os.governance.force.handler((asked) => perform({ kind: 'forceScenario', ...asked.input }, asked)),
      release: os.governance.release.handler((asked) => perform({ kind: 'releaseScenario', ...asked.input }, asked)),
    },
    tradingState: {
      halt: os.tradingState.halt.handler((asked) => perform({ kind: 'halt', ...asked.input }, asked)),
      resume: os.tradingState.resume.handler((asked) => perform({ kind: 'resume', ...asked.input }, asked)),
      flatten: os.tradingState.flatten.handler((asked) => perform({ kind: 'flatten', ...asked.input }, asked)),
    },
    replay: {
      pause: os.replay.pause.handler((asked) => perform({ kind: 'pauseReplay' }, asked)),
      resume: os.replay.resume.handler((asked) => perform({ kind: 'resumeReplay' }, asked)),
      step: os.replay.step.handler((asked) => perform({ kind: 'stepReplay' }, asked)),
      setSpeed: os.replay.setSpeed.handler((asked) => perform({ kind: 'setReplaySpeed', ...asked.input }, asked)),
    },
  });
}

type ImportProgressEvent = Extract<ImportEvent, { readonly kind: 'progress' }>;

type RebuildProgress = Extract<RebuildEvent, { readonly kind: 'progress' }>;

interface Refusals {
  readonly REFUSED: (refusal: { readonly data: Fault; readonly message: string }) => Error;
}

interface Asked {
  readonly context: Caller;
  readonly errors: Refusals;
}

function accepted<T>(result: Result<T, Fault>, errors: Refusals): T {
  if (result.ok) return result.value;
  throw refusalOf(result.error, errors);
}

const refusalOf = (fault: Fault, errors: Refusals): Error => errors.REFUSED({ data: fault, message: fault.message });

/** What a stream brings until its subscriber goes, who frees it also while it waits. */
function batchesOf<Batch, Stream extends AcknowledgedStream & { readonly next: () => Promise<Batch | null> }>(
  subscriptions: Subscriptions<Stream>,
  {
    stream,
    subscriptionId,
    signal,
  }: { readonly stream: Stream; readonly subscriptionId: string; readonly signal: AbortSignal | undefined },
): AsyncGenerator<Batch, void, undefined> {
  const release = (): void => {
    subscriptions.close(subscriptionId);
  };
  // A subscriber that goes away while it waits would leave the stream waiting for ever.
  signal?.addEventListener('abort', release, { once: true });
  if (signal?.aborted === true) release();
  return untilReleased(() => stream.next(), release);
}

async function* untilReleased<Batch>(
  next: () => Promise<Batch | null>,
  release: () => void,
): AsyncGenerator<Batch, void, undefined> {
  try {
    for (let batch = await next(); batch !== null; batch = await next()) yield batch;
  } finally {
    release();
  }
}
