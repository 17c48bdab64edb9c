import type { Fault } from '#shared/base/fault.ts';
import type { AgentRunReads, AgentRunStore } from '#main/ports/agent-runs.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import type { StoreContext } from '../sqlite/open-database.ts';
import { statementFault } from '../sqlite/store-fault.ts';
import { agentsDefinition } from './agents-definition.ts';
import type { Checkpointer } from './checkpointer.ts';
import { deleteAgentsFile, openAgentsDatabase } from './open-agents-database.ts';
import { KeptRuns } from './kept-runs.ts';

export interface AgentsStore extends Disposable {
  readonly runs: AgentRunStore & AgentRunReads;
  /** Where graphs keep how they stand. It is loaded by the first who asks for it. */
  readonly checkpointer: () => Promise<Checkpointer>;
}

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
  const runs = new KeptRuns(db, { timers, logger, runsKept, onFault });
  let saver: Promise<Checkpointer> | null = null;
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
      runs[Symbol.dispose]();
      db[Symbol.dispose]();
      if (isDamaged) deleteAgentsFile(file);
    },
  };
}
