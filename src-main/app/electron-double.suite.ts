import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { BrowserWindowConstructorOptions, ForkOptions, MenuItemConstructorOptions } from 'electron';

/** Answers what `will-…` events ask: may this go on? */
export class DoubleEvent {
  defaultPrevented = false;
  readonly url: string;
  readonly isMainFrame: boolean;

  constructor({ url = '', isMainFrame = true }: { readonly url?: string; readonly isMainFrame?: boolean } = {}) {
    this.url = url;
    this.isMainFrame = isMainFrame;
  }

  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

export interface Posted {
  readonly message: unknown;
  readonly ports: readonly MessagePort[];
}

/** A process that the shell forked. The test is what runs in it. */
export class DoubleUtilityProcess extends EventEmitter {
  readonly entry: string;
  readonly arguments: readonly string[];
  readonly options: ForkOptions;
  readonly posted: Posted[] = [];
  readonly pid: number;
  wasKilled = false;

  constructor(fork: { entry: string; arguments: readonly string[]; options: ForkOptions; pid: number }) {
    super();
    this.entry = fork.entry;
    this.arguments = fork.arguments;
    this.options = fork.options;
    this.pid = fork.pid;
  }

  postMessage(message: unknown, ports: readonly MessagePort[] = []): void {
    this.posted.push({ message, ports });
  }

  kill(): boolean {
    this.wasKilled = true;
    return true;
  }

  /** What the shell said, by kind. */
  kinds(): readonly string[] {
    return this.posted.map(({ message }) => (message as { kind: string }).kind);
  }
}

type WindowOpenHandler = (details: { readonly url: string }) => { readonly action: string };

export class DoubleWebContents extends EventEmitter {
  readonly posted: { readonly channel: string; readonly ports: readonly MessagePort[] }[] = [];
  windowOpenHandler: WindowOpenHandler | null = null;
  reloads = 0;
  wasDestroyed = false;

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.windowOpenHandler = handler;
  }

  postMessage(channel: string, _message: unknown, ports: readonly MessagePort[]): void {
    this.posted.push({ channel, ports });
  }

  reload(): void {
    this.reloads++;
  }

  isDestroyed(): boolean {
    return this.wasDestroyed;
  }

  /** Emits an event that can be refused, and tells whether it was. */
  isRefused(name: string, event = new DoubleEvent()): boolean {
    this.emit(name, event);
    return event.defaultPrevented;
  }
}

const normalBounds = { x: 10, y: 20, width: 1600, height: 960 };

export class DoubleBrowserWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new DoubleWebContents();
  readonly calls: string[] = [];
  isMinimizedNow = false;
  isMaximizedNow = false;
  bounds = normalBounds;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }

  loadURL(url: string): Promise<void> {
    this.calls.push(`loadURL ${url}`);
    return Promise.resolve();
  }

  show(): void {
    this.calls.push('show');
  }

  focus(): void {
    this.calls.push('focus');
  }

  restore(): void {
    this.calls.push('restore');
  }

  maximize(): void {
    this.calls.push('maximize');
  }

  isMinimized(): boolean {
    return this.isMinimizedNow;
  }

  isMaximized(): boolean {
    return this.isMaximizedNow;
  }

  getNormalBounds(): typeof normalBounds {
    return this.bounds;
  }
}

interface Permissions {
  request: ((contents: unknown, permission: string, answer: (granted: boolean) => void) => void) | null;
  check: (() => boolean) | null;
  device: (() => boolean) | null;
}

/** What the shell told Electron, as far as it is not told to a window or a process. */
interface Recorded {
  readonly paths: Record<string, string>;
  privileged: readonly unknown[];
  readonly schemes: Map<string, (request: Request) => Promise<Response>>;
  menu: readonly MenuItemConstructorOptions[];
  readonly errorBoxes: { readonly title: string; readonly content: string }[];
  readonly openedOutside: string[];
  readonly permissions: Permissions;
  readonly exitCodes: number[];
  quits: number;
}

export interface ElectronDouble {
  readonly state: Recorded;
  readonly app: EventEmitter & { readonly quit: () => void };
  readonly ipcMain: EventEmitter;
  readonly forks: readonly DoubleUtilityProcess[];
  readonly windows: readonly DoubleBrowserWindow[];
  /** What `import … from 'electron'` gets. */
  readonly module: object;
}

/** As much of Electron as the shell uses, with nothing behind it: it records what it is told and does what the test says. */
export function createElectronDouble({
  userData,
  isFirst,
}: {
  readonly userData: string;
  readonly isFirst: boolean;
}): ElectronDouble {
  const forks: DoubleUtilityProcess[] = [];
  const windows: DoubleBrowserWindow[] = [];
  const ipcMain = new EventEmitter();
  const state: Recorded = {
    paths: { userData },
    privileged: [],
    schemes: new Map(),
    menu: [],
    errorBoxes: [],
    openedOutside: [],
    permissions: { request: null, check: null, device: null },
    exitCodes: [],
    quits: 0,
  };
  const app = Object.assign(new EventEmitter(), {
    isPackaged: false,
    whenReady: () => Promise.resolve(),
    requestSingleInstanceLock: () => isFirst,
    getPath: (name: string) => state.paths[name],
    setPath: (name: string, path: string) => {
      if (!existsSync(path)) throw new Error(`${path} does not exist`);
      state.paths[name] = path;
    },
    quit: () => {
      state.quits++;
      app.emit('will-quit', new DoubleEvent());
    },
    exit: (code: number) => {
      state.exitCodes.push(code);
    },
  });

  class BrowserWindow extends DoubleBrowserWindow {
    static getAllWindows = (): readonly DoubleBrowserWindow[] => windows;

    constructor(options: BrowserWindowConstructorOptions) {
      super(options);
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
  }

  const module = {
    app,
    BrowserWindow,
    ipcMain,
    MessageChannelMain: MessageChannel,
    dialog: {
      showErrorBox: (title: string, content: string) => {
        state.errorBoxes.push({ title, content });
      },
    },
    Menu: {
      buildFromTemplate: (template: readonly MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (menu: readonly MenuItemConstructorOptions[]) => {
        state.menu = menu;
      },
    },
    protocol: {
      registerSchemesAsPrivileged: (schemes: readonly unknown[]) => {
        state.privileged = schemes;
      },
      handle: (scheme: string, handler: (request: Request) => Promise<Response>) => {
        state.schemes.set(scheme, handler);
      },
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: Permissions['request']) => {
          state.permissions.request = handler;
        },
        setPermissionCheckHandler: (handler: Permissions['check']) => {
          state.permissions.check = handler;
        },
        setDevicePermissionHandler: (handler: Permissions['device']) => {
          state.permissions.device = handler;
        },
      },
    },
    shell: {
      openExternal: (url: string) => {
        state.openedOutside.push(url);
        return Promise.resolve();
      },
    },
    utilityProcess: {
      fork: (entry: string, words: readonly string[], options: ForkOptions) => {
        const fork = new DoubleUtilityProcess({ entry, arguments: words, options, pid: 1000 + forks.length });
        forks.push(fork);
        return fork;
      },
    },
  };
  return { state, module, app, ipcMain, forks, windows };
}

const current = Symbol.for('ats.electron-double');
let installed = 0;

/** From now on `electron` is this double, for modules that are loaded from now on. */
export function installElectronDouble(double: ElectronDouble): void {
  Object.assign(globalThis, { [current]: double.module });
  installed++;
  if (installed > 1) return;
  const names = Object.keys(double.module).join(', ');
  const source = `export const { ${names} } = globalThis[Symbol.for('ats.electron-double')];`;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron'
        ? { url: `double:electron?${installed}`, format: 'module', shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url.startsWith('double:electron') ? { format: 'module', source, shortCircuit: true } : next(url, context),
  });
}
