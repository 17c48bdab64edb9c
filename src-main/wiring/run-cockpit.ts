import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Cockpit } from '#main/ports/cockpit.ts';
import type { Launcher } from '#main/ports/launcher.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { IndicatorKeeper } from '#main/memory/indicator-keeper.ts';
import { createContractServer } from '#main/rpc/contract-server.ts';
import { startHttpServer } from '#main/rpc/http-server.ts';
import { serveMessagePort, type ServedPort } from '#main/rpc/serve-message-port.ts';
import { writeSessionFile } from '#main/stores/data-folder/session-file.ts';
import { findToken } from '#main/stores/data-folder/token-files.ts';
import { createBackups } from './create-backups.ts';
import { createImports } from './create-imports.ts';
import { systemMachine } from './machine.ts';
import { holePages } from './hole-pages.ts';
import { terminalProfileOf } from './terminal-profile-of.ts';
import { noAgents } from './no-agents.ts';
import { openDataFolder } from './open-data-folder.ts';
import { programVersion } from './program-version.ts';
import { readSettings } from './read-settings.ts';
import type { SettingsWish } from './settings.ts';
import { signalTerms } from './signal-terms.ts';
import { SimulatedTerminalKeeper } from './simulated-terminal-keeper.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';
import { systemRng } from './system-rng.ts';
import { systemTimers } from './system-timers.ts';
import { watchWordFiles } from './word-files.ts';
import { wireAgents } from './wire-agents.ts';
import { wireMemory } from './wire-memory.ts';
import { wireLive } from './wire-live.ts';
import { wirePaper } from './wire-paper.ts';

export interface CockpitOptions {
  readonly folder: string;
  readonly settings: SettingsWish;
  /** Of the loopback server; 0 lets the system choose. */
  readonly port: number;
  readonly rendererFolder: string;
  readonly launcher: Launcher;
  /** False where the simulated terminal is started by somebody else. */
  readonly launchesTerminal: boolean;
  readonly staysReducing: boolean;
  /** The engine has failed and everything around it has to end: the next start recovers. Called once what was logged is on the disk. */
  readonly onFailed: () => void;
}

export interface RunningCockpit extends AsyncDisposable {
  readonly cockpit: Cockpit;
  readonly logger: Logger;
  readonly port: number;
  /** Opens the contract to whoever bears it; a secret. */
  readonly token: string;
  /** The simulated terminal's process, where this cockpit started one. */
  readonly terminalPid: () => number | null;
  readonly servePort: (port: ServedPort) => Disposable;
  /** For an error that nobody caught: it is logged, and everything ends as when the engine has failed. */
  readonly fail: (error: unknown) => void;
}

const tokenBytes = 32;

/** The whole cockpit around one data folder, from its lock to its window's server. A fault leaves nothing behind that was opened before it. */
export async function runCockpit(options: CockpitOptions): Promise<Result<RunningCockpit, Fault>> {
  await using opening = new AsyncDisposableStack();
  const settings = readSettings({ folder: options.folder, environment: process.env, flags: options.settings });
  if (!settings.ok) return settings;
  const opened = await openDataFolder(options.folder, 'engine');
  if (!opened.ok) return opened;
  const { folder, stores, logger, flushLog } = opening.use(opened.value);

  const common = { folder, stores, settings: settings.value, logger };
  const { staysReducing, launcher } = options;
  let hasFailed = false;
  const onFailed = (): void => {
    if (hasFailed) return;
    hasFailed = true;
    void flushLog().then(options.onFailed);
  };
  const wire = settings.value.terminal === 'mt5' ? wireLive : wirePaper;
  const remembering = opening.use(wireMemory({ ...common, machine: systemMachine, launcher }));
  const agents = opening.use(wireAgents({ ...common, memory: remembering.memory, machine: systemMachine }));
  const analyst = agents?.analyst ?? null;
  const wired = wire({ ...common, remembering, analyst, onFailed, staysReducing });
  if (!wired.ok) return wired;
  const { engine, bridge, inStep, pairingToken } = opening.use(wired.value);
  engine.start();
  opening.use(watchWordFiles({ folder: folder.path, engine, timers: systemTimers }));
  remembering.start();
  agents?.start(engine);

  const onBarsStored: IndicatorKeeper['changed'] = (series, fromUtcMs) => {
    remembering.indicators.changed(series, fromUtcMs);
  };
  const contractServer = createContractServer({
    cockpit: engine,
    sync: inStep.synchronizer,
    holes: holePages(stores.market.sync, terminalProfileOf(settings.value).clockRule),
    imports: createImports({ stores, logger, machine: systemMachine, onBarsStored }),
    memory: remembering.memory,
    trades: stores.ledger.trades,
    backups: createBackups({ folder, machine: systemMachine, logger }),
    agents: agents ?? noAgents,
    lessons: stores.ledger.lessons,
    signals: signalTerms({ stores, settings: settings.value, analyst }),
    logger,
    marketClock: stores.marketClock,
    wallClock: systemWallClock,
    timers: systemTimers,
  });
  const token = Buffer.from(systemRng.bytes(tokenBytes)).toString('base64url');
  const { port: wishedPort, rendererFolder } = options;
  const http = await startHttpServer({
    port: wishedPort,
    token,
    rendererFolder,
    contractServer,
    tokens: { find: (bearer) => findToken(folder, bearer, systemWallClock.nowUtcMs()) },
    programVersion,
    monotonicClock: systemMonotonicClock,
    timers: systemTimers,
    logger,
  });
  if (!http.ok) return http;
  opening.defer(http.value.dispose);

  const listening = await bridge.listen();
  if (!listening.ok) return listening;
  opening.defer(() => bridge.dispose());
  const isSimulated = settings.value.terminal === 'simulated' && options.launchesTerminal;
  const terminal = isSimulated
    ? opening.use(new SimulatedTerminalKeeper({ ...common, token: pairingToken, launcher, timers: systemTimers }))
    : null;

  const { port } = http.value;
  writeSessionFile(folder, { port, token, pid: process.pid });
  const running = opening.move();
  return ok({
    cockpit: engine,
    logger,
    port,
    token,
    terminalPid: () => terminal?.pid ?? null,
    fail: (error) => {
      // What goes wrong while all ends is a matter of the end.
      if (hasFailed) return;
      logger.error('the cockpit stopped: an error that nobody expected', error);
      onFailed();
    },
    servePort: (servedPort) => serveMessagePort(contractServer, servedPort),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  });
}

export type { Launcher, ServedPort };
