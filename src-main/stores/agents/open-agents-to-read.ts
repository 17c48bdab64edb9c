import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { AgentRunReads } from '#main/ports/agent-runs.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { openForReading, type StoreContext } from '../sqlite/open-database.ts';
import { agentsDefinition } from './agents-definition.ts';
import { runReads } from './run-reads.ts';

/** Opens what agents said to look at, with or without an engine at work on it; null where there is nothing yet. STORE_UNREADABLE, STORE_NEWER_THAN_PROGRAM. */
export function openAgentsToRead(
  folder: DataFolder,
  context: StoreContext,
): Result<(AgentRunReads & Disposable) | null, Fault> {
  const opened = openForReading({ definition: agentsDefinition, file: folder.agentsFile, context });
  if (!opened.ok) return opened;
  const db = opened.value;
  if (db === null) return ok(null);
  return ok({ ...runReads(db), [Symbol.dispose]: () => db[Symbol.dispose]() });
}
