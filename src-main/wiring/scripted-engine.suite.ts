import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createContractServer } from '#main/rpc/contract-server.ts';
import { startHttpServer } from '#main/rpc/http-server.ts';
import { acquireDataFolderLock } from '#main/stores/data-folder/data-folder-lock.ts';
import { createDataFolder } from '#main/stores/data-folder/data-folder.ts';
import { writeSessionFile } from '#main/stores/data-folder/session-file.ts';
import { findToken } from '#main/stores/data-folder/token-files.ts';
import { valueOf } from '#main/stores/temporary-stores.suite.ts';
import { createFakeCockpit } from '#main/testkit/fake-cockpit.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { createScriptedAgents, type ScriptedAgents } from '#main/testkit/scripted-agents.ts';
import { sampleSignalTerms } from '#main/testkit/sample-signal-terms.ts';
import { createScriptedBackups } from '#main/testkit/scripted-backups.ts';
import { createScriptedImports } from '#main/testkit/scripted-imports.ts';
import { createScriptedMemory, type ScriptedMemory } from '#main/testkit/scripted-memory.ts';
import { createScriptedSync, type ScriptedSync } from '#main/testkit/scripted-sync.ts';
import { programVersion } from './program-version.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';
import { systemTimers } from './system-timers.ts';
import type { TemporaryFolder } from './while-cockpit-runs.suite.ts';

/** What looks like a running engine to programs on its folder, with a synchronizer, a memory and agents that do what the test says. */
export async function whileScriptedEngineRuns(
  { path: folderPath, beside }: TemporaryFolder,
  meanwhile: (sync: ScriptedSync, memory: ScriptedMemory, agents: ScriptedAgents) => Promise<void>,
): Promise<void> {
  await using opening = new AsyncDisposableStack();
  const folder = valueOf(createDataFolder(folderPath));
  opening.use(valueOf(acquireDataFolderLock(folder)));
  const rendererFolder = path.join(beside, 'renderer');
  mkdirSync(rendererFolder, { recursive: true });
  writeFileSync(path.join(rendererFolder, 'index.html'), '<!doctype html>');
  const clock = createManualClock();
  const sync = createScriptedSync();
  const memory = createScriptedMemory();
  const agents = createScriptedAgents();
  const { logger } = createRecordingLogger();
  const contractServer = createContractServer({
    cockpit: createFakeCockpit(),
    sync,
    holes: sync,
    imports: createScriptedImports(),
    memory,
    trades: memory,
    backups: createScriptedBackups(),
    agents,
    lessons: agents.lessons,
    signals: sampleSignalTerms(),
    timers: systemTimers,
    wallClock: clock.wall,
    marketClock: clock.market,
    logger,
  });
  const token = 'k7d2mzqa';
  const http = valueOf(
    await startHttpServer({
      ...{ port: 0, token, rendererFolder, contractServer, programVersion, logger },
      tokens: { find: (bearer) => findToken(folder, bearer, systemWallClock.nowUtcMs()) },
      monotonicClock: systemMonotonicClock,
      timers: systemTimers,
    }),
  );
  opening.defer(http.dispose);
  writeSessionFile(folder, { port: http.port, token, pid: process.pid });
  await meanwhile(sync, memory, agents);
}
