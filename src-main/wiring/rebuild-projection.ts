import { fault, type Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { ProjectionName, RebuildReport } from '#shared/contract/memory.ts';
import type { Memory } from '#main/ports/memory.ts';
import { followEngine } from './follow-engine.ts';
import { systemMachine } from './machine.ts';
import { openDataFolder } from './open-data-folder.ts';
import { readSettings } from './read-settings.ts';
import { wireMemory } from './wire-memory.ts';

type RebuildWatch = Parameters<Memory['rebuild']>[1];

/**
 * Makes a projection of a data folder anew: by the engine that runs on it, with its servers; where none does by this program, rows only, and a server's
 * copy follows at the next start. What the rebuild refuses, and the faults of the folder.
 */
export async function rebuildProjection(
  folder: string,
  projection: ProjectionName,
  watch: RebuildWatch,
): Promise<Result<RebuildReport, Fault>> {
  const asked = await rebuildByEngine(folder, projection, watch);
  if (!asked.ok) return asked;
  if (asked.value !== null) return ok(asked.value);
  await using opening = new AsyncDisposableStack();
  const settings = readSettings({ folder, environment: process.env, flags: {} });
  if (!settings.ok) return settings;
  const opened = await openDataFolder(folder, 'cli');
  if (!opened.ok) return opened;
  const parts = { ...opening.use(opened.value), settings: settings.value, machine: systemMachine, launcher: null };
  const { memory, start } = opening.use(wireMemory(parts));
  start();
  return await memory.rebuild(projection, watch);
}

const rebuildByEngine = (
  folder: string,
  projection: ProjectionName,
  { onProgress, signal }: RebuildWatch,
): Promise<Result<RebuildReport | null, Fault>> =>
  followEngine(folder, (client) => client.memory.rebuild({ projection }, { signal }), {
    ...{ onProgress, signal },
    cancelled: fault(
      'REBUILD_CANCELLED',
      'Nobody waits for the rebuild any more. The engine goes on with what is left of it.',
      { projection },
    ),
  });
