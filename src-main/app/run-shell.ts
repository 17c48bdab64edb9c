import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { app, dialog, session } from 'electron';
import { setApplicationMenu } from './application-menu.ts';
import { createWindow } from './create-window.ts';
import { EngineProcess } from './engine-process.ts';
import { PortHandOver } from './hand-over-port.ts';
import { openShellLog } from './open-shell-log.ts';
import { refuseNavigation, refusePermissions } from './refuse-navigation.ts';
import { reviveWindows } from './revive-windows.ts';
import { registerAppScheme, serveAppProtocol } from './serve-app-protocol.ts';
import { parseShellOptions } from './shell-options.ts';
import { isOnlyInstance } from './single-instance.ts';

/**
 * The desktop shell: a window, an engine in a process of its own, and a port between them. It knows nothing of trading. `builtFolder` is where
 * Electron's built entry lies.
 */
export async function runShell(builtFolder: string): Promise<void> {
  registerAppScheme();
  const words = process.argv.slice(app.isPackaged ? 1 : 2);
  const { engineArguments, dataFolder, hasDeveloperTools, otherFlags } = parseShellOptions(words, process.env);
  if (dataFolder !== null) keepWith(dataFolder);
  if (!isOnlyInstance()) {
    process.stderr.write('ATS Cockpit runs on this data folder already; its window comes to the front.\n');
    app.quit();
    return;
  }
  const shellFolder = app.getPath('userData');
  const log = openShellLog(shellFolder);
  const { logger } = log;
  if (otherFlags.length > 0) logger.info('flags that the engine does not know', { otherFlags });
  refuseNavigation(logger);
  reviveWindows(logger);

  await app.whenReady();
  refusePermissions(session.defaultSession);
  setApplicationMenu({ hasDeveloperTools });
  await serveAppProtocol(path.join(builtFolder, '..', 'renderer'));

  let exitCode = 0;
  const engine = new EngineProcess({
    entry: path.join(builtFolder, 'utility.js'),
    arguments: engineArguments,
    logger,
    onStarted: () => {
      handOver.reconnect();
    },
    onRefused: ({ code, message }) => {
      dialog.showErrorBox('ATS Cockpit cannot start', `${message}\n\n${code}`);
      exitCode = 1;
      app.quit();
    },
  });
  const handOver = new PortHandOver(engine, logger);
  endWith(async () => {
    await engine.stop();
    await log[Symbol.asyncDispose]();
    app.exit(exitCode);
  });
  engine.start();
  createWindow({
    preload: path.join(builtFolder, '..', 'preload', 'preload.cjs'),
    boundsFile: path.join(shellFolder, 'window-bounds.json'),
    hasDeveloperTools,
    logger,
  });
}

/** What Chromium keeps, and with it the lock of the only instance, goes with the data folder: two data folders are two cockpits. */
function keepWith(dataFolder: string): void {
  const folder = path.join(dataFolder, 'window');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  app.setPath('userData', folder);
}

/** Quits when the window is closed, yet not before the engine has ended. */
function endWith(end: () => Promise<void>): void {
  app.on('window-all-closed', () => {
    app.quit();
  });
  let isEnding = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (!isEnding) void end();
    isEnding = true;
  });
}
