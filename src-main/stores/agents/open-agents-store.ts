import type { Fault } from '#shared/base/fault.ts';
import type { AgentRunReads, AgentRunStore } from '#main/ports/agent-runs.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import type { StoreContext } from '../sqlite/open-database.ts';
import { statementFault } from '../sqlite/store-fault.ts';
import { agentsDefinition } from './agents-definition.ts';
import type { Checkpointer } from './checkpointer.ts';
import { deleteAgentsFile, openAgentsDatabase } from './open-agents-database.ts';
import {
  deleteRunsBut,
  insertExchange,
  insertRun,
  insertStep,
  interruptRunning,
  packRun,
  updateRun,
} from './run-rows.ts';
import { runReads } from './run-reads.ts';
import { WriteBatch } from './write-batch.ts';

export interface AgentsStore extends Disposable {
  readonly runs: AgentRunStore & AgentRunReads;
  /** Where graphs keep how they stand. It is loaded by the first who asks for it. */
  readonly checkpointer: () => Promise<Checkpointer>;
}

/** So often the oldest are forgotten: a few at a time, so that the loop is not held. */
const runsBetweenPrunings = 10;

/**
 * Opens what agents said and where their graphs stand, and makes it where it is missing. It always opens; see `openAgentsDatabase`. The caller holds the
 * data folder's lock.
 */
export function openAgentsStore(
  { agentsFile: file, backupsFolder }: DataFolder,
  { context, timers, runsKept }: { readonly context: StoreContext; readonly timers: Timers; readonly runsKept: number },
): AgentsStore {
  const { logger } = context;
  const { database, connection: db } = openAgentsDatabase({ file, backupsFolder, context });
  let isDamaged = false;
  const onFault = ({ code }: Fault): void => {
    isDamaged ||= code === 'STORE_DAMAGED';
  };
  const batch = new WriteBatch(db, { timers, logger, onFault });
  batch.add(interruptRunning);
  batch.flush();
  const reads = runReads(db);
  const flushed = (): AgentRunReads => {
    batch.flush();
    return reads;
  };
  let begun = 0;
  let saver: Promise<Checkpointer> | null = null;

  const runs: AgentsStore['runs'] = {
    begin: (summary) => {
      batch.add((to) => insertRun(to, summary));
      if (++begun % runsBetweenPrunings === 0) batch.add((to) => deleteRunsBut(to, runsKept));
    },
    addStep: (runId, step) => {
      batch.add((to) => insertStep(to, runId, step));
    },
    addExchange: (runId, exchange) => {
      batch.add((to) => insertExchange(to, runId, exchange));
    },
    end: (summary, input) => {
      batch.add((to) => {
        updateRun(to, summary);
        packRun(to, summary.runId, input);
      });
    },
    change: (summary) => {
      batch.add((to) => updateRun(to, summary));
    },
    runs: (wish) => flushed().runs(wish),
    run: (runId) => flushed().run(runId),
    recorded: (runId) => flushed().recorded(runId),
  };
  return {
    runs,
    checkpointer: () => {
      saver ??= import('./disposable-saver.ts').then(
        ({ DisposableSaver }) =>
          new DisposableSaver(database, (error) => {
            const fault = statementFault(error, { definition: agentsDefinition, file });
            if (fault !== null) onFault(fault);
            logger.warn('where a graph stands is not kept', { file, reason: error.message });
          }),
      );
      return saver;
    },
    [Symbol.dispose]: () => {
      batch[Symbol.dispose]();
      db[Symbol.dispose]();
      if (isDamaged) deleteAgentsFile(file);
    },
  };
}
