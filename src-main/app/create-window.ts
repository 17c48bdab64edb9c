import { BrowserWindow } from 'electron';
import type { ShellLogger } from './open-shell-log.ts';
import { cockpitUrl } from './origin.ts';
import { readBounds, saveBoundsOnClose } from './window-bounds.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly boundsFile: string;
  readonly hasDeveloperTools: boolean;
  readonly logger: ShellLogger;
}

const defaultSize = { width: 1600, height: 960 };
/** Below this the ticket and the chart no longer stand side by side. */
const smallestSize = { minWidth: 1024, minHeight: 640 };

/** The cockpit's window: a page without Node, in a sandbox, that has one port and nothing else. */
export function createWindow({ preload, boundsFile, hasDeveloperTools, logger }: WindowOptions): BrowserWindow {
  const { isMaximized, ...place } = readBounds(boundsFile) ?? { ...defaultSize, isMaximized: false };
  const window = new BrowserWindow({
    ...place,
    ...smallestSize,
    title: 'ATS Cockpit',
    show: false,
    autoHideMenuBar: true,
    backgroundColor: '#0b0e14',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: hasDeveloperTools,
      // A ticket's countdown and the alarm go on while the window is covered.
      backgroundThrottling: false,
    },
  });
  if (isMaximized) window.maximize();
  window.once('ready-to-show', () => {
    window.show();
  });
  saveBoundsOnClose(window, boundsFile, logger);
  window.loadURL(cockpitUrl).catch((error: unknown) => {
    logger.error('the window could not be loaded', error);
  });
  return window;
}
