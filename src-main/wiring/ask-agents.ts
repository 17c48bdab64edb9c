import type { AgentRunSummary } from '#shared/agent/agent-run.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { LessonView, ReplayReport, RunsPageWish } from '#shared/contract/agents.ts';
import type { SignalAnswer, SignalWish } from '#shared/contract/signal.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import { createLogger } from '#main/logging/create-logger.ts';
import { runsPage } from '#main/rpc/runs-page.ts';
import { openAgentsToRead } from '#main/stores/agents/open-agents-to-read.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { openLedgerToRead } from '#main/stores/sqlite/ledger/open-ledger.ts';
import type { StoreContext } from '#main/stores/sqlite/open-database.ts';
import { askEngine } from './ask-engine.ts';
import { commandCockpit, type Commanded } from './command-cockpit.ts';
import { replaysAtRest } from './replays-at-rest.ts';
import { readSettings } from './read-settings.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';

/** The newest signal, or what the agents say of it now; only a running engine knows. ENGINE_NOT_RUNNING, and the faults of the signal service. */
export async function askSignal(
  folder: string,
  {
    symbol,
    isInvoked,
    scenario,
  }: Omit<SignalWish, 'symbol'> & { readonly symbol: string | null; readonly isInvoked: boolean },
): Promise<Result<SignalAnswer, Fault>> {
  const traded = symbol === null ? tradedSymbol(folder) : ok(symbol);
  if (!traded.ok) return traded;
  const wish = { scenario, symbol: traded.value };
  const told = await askEngine(folder, ({ signal }) => (isInvoked ? signal.invoke(wish) : signal.latest(wish)));
  return told.ok ? (told.value === null ? err(notRunning(folder)) : ok(told.value)) : told;
}

function tradedSymbol(folder: string): Result<string, Fault> {
  const settings = readSettings({ folder, environment: process.env, flags: {} });
  return settings.ok ? ok(settings.value.symbol) : settings;
}

/** A page of the agents' runs: those of the running engine, else those that were recorded. AGENT_RUN_UNKNOWN. */
export async function readRuns(folder: string, wish: RunsPageWish): Promise<Result<readonly AgentRunSummary[], Fault>> {
  const asked = await askEngine(folder, ({ agents }) => agents.latest(wish));
  if (!asked.ok) return asked;
  if (asked.value !== null) return ok(asked.value);
  return await atRest((context) => {
    const opened = openAgentsToRead(dataFolderAt(folder), context);
    if (!opened.ok) return opened;
    using agents = opened.value;
    return agents === null ? ok([]) : runsPage(agents, wish);
  });
}

/** Plays a run again in the running engine; where none runs its recording alone, which needs no model. AGENT_RUN_UNKNOWN. */
export async function replayRun(
  folder: string,
  wish: { readonly runId: string; readonly source: ReplayReport['source'] },
): Promise<Result<ReplayReport, Fault>> {
  const asked = await askEngine(folder, ({ agents }) => agents.replay(wish));
  if (!asked.ok) return asked;
  if (asked.value !== null) return ok(asked.value);
  return await atRest(async (context) => {
    const opened = openAgentsToRead(dataFolderAt(folder), context);
    if (!opened.ok) return opened;
    using runs = opened.value;
    if (runs === null) return err(notRunning(folder));
    return await replaysAtRest(runs, context.logger).replay(wish.runId, wish.source, new AbortController().signal);
  });
}

/** The newest lessons with what came of them: by the running engine, else by the ledger. */
export async function readLessons(folder: string, limit: number): Promise<Result<readonly LessonView[], Fault>> {
  const wish = { beforeUtcMs: null, limit };
  const asked = await askEngine(folder, ({ agents }) => agents.lessons(wish));
  if (!asked.ok) return asked;
  if (asked.value !== null) return ok(asked.value);
  return await atRest((context) => {
    const opened = openLedgerToRead(dataFolderAt(folder), context);
    if (!opened.ok) return opened;
    using ledger = opened.value;
    return ok(ledger?.lessons.page(wish) ?? []);
  });
}

/** It is shown to no later decision. LESSON_UNKNOWN; see `commandCockpit`. */
export const retireLesson = (
  folder: string,
  { lessonId, reason }: { readonly lessonId: RecordId; readonly reason: string },
): Promise<Result<Commanded, Fault>> =>
  commandCockpit(folder, { kind: 'retireLesson', lessonId, reason }, ({ agents }, command) =>
    agents.retireLesson(command),
  );

async function atRest<T>(
  read: (context: StoreContext) => Result<T, Fault> | Promise<Result<T, Fault>>,
): Promise<Result<T, Fault>> {
  await using log = createLogger(systemWallClock, []);
  return await read({ wallClock: systemWallClock, monotonicClock: systemMonotonicClock, logger: log.logger });
}

const notRunning = (folder: string): Fault =>
  fault('ENGINE_NOT_RUNNING', `No engine runs on ${folder}. Start the cockpit, or check --data.`, { folder });
