import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, runInThisContext } from 'node:vm';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi, type MockInstance } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import { contentSecurityPolicy } from '#shared/contract/content-security-policy.ts';
import {
  createElectronDouble,
  DoubleEvent,
  installElectronDouble,
  type DoubleUtilityProcess,
  type DoubleWebContents,
  type ElectronDouble,
} from './electron-double.suite.ts';

/** The shell as it is built, with nothing of Electron behind it: what it tells Electron to do is what is asserted. */
const projectFolder = path.resolve(import.meta.dirname, '../..');
let folder = '';
let userData = '';
let loads = 0;
let stderr: MockInstance<typeof process.stderr.write>;

const patience = { timeout: 20_000 };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ats shell '));
  await symlink(path.join(projectFolder, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  await build({
    configFile: false,
    root: projectFolder,
    logLevel: 'error',
    build: { ssr: 'src-main/app/main.ts', outDir: path.join(folder, 'out/main'), target: 'node24' },
  });
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
  await mkdir(path.join(folder, 'out/renderer/assets'), { recursive: true });
  await writeFile(path.join(folder, 'out/renderer/index.html'), '<!doctype html><title>ATS Cockpit</title>');
  await writeFile(path.join(folder, 'out/renderer/assets/main.js'), 'void 0;');
  await writeFile(path.join(folder, 'out/secret.txt'), 'not for the window');
});
afterAll(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  userData = await mkdtemp(path.join(folder, 'user-'));
  stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** By Node's own loader, which the double has hooked; an `import` written here would be vitest's. */
const importNatively = runInThisContext('(url) => import(url)', {
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}) as (url: string) => Promise<unknown>;

interface Start {
  readonly words?: readonly string[];
  readonly isFirst?: boolean;
  readonly main?: string;
  readonly hasWindow?: boolean;
}

async function startShell({
  words = [],
  isFirst = true,
  main = path.join(folder, 'out/main/main.js'),
  hasWindow = isFirst,
}: Start = {}): Promise<ElectronDouble> {
  const double = createElectronDouble({ userData, isFirst });
  installElectronDouble(double);
  vi.stubEnv('ATS_DATA', '');
  vi.spyOn(process, 'argv', 'get').mockReturnValue(['electron', '.', ...words]);
  loads++;
  await importNatively(`${pathToFileURL(main).href}?load=${loads}`);
  if (hasWindow) await vi.waitUntil(() => double.windows.length === 1, patience);
  return double;
}

/** The engine's process that was forked last, and its window's page. */
const engineOf = ({ forks }: ElectronDouble): DoubleUtilityProcess =>
  assertDefined(
    forks.findLast((fork) => fork.entry.endsWith('utility.js')),
    'an engine was forked',
  );
const pageOf = ({ windows }: ElectronDouble): DoubleWebContents =>
  assertDefined(windows[0], 'there is a window').webContents;

const ownFrame = { origin: 'app://cockpit', parent: null };

/** What the preload does when the page has loaded. */
function askForPort(double: ElectronDouble, senderFrame: object | null = ownFrame): void {
  double.ipcMain.emit('ats-port-wanted', { sender: pageOf(double), senderFrame });
}

const startMessages = ({ forks }: ElectronDouble): readonly unknown[] => forks.map((fork) => fork.posted[0]?.message);

async function fetchPage({ state }: ElectronDouble, url: string, method = 'GET'): Promise<Response> {
  const serve = assertDefined(state.schemes.get('app'), 'the scheme is served');
  return serve(new Request(url, { method }));
}

test('the page has no Node, is isolated and in a sandbox, and its preload is the one way in', async () => {
  const double = await startShell();
  const [window] = double.windows;
  expect(window?.options).toMatchObject({
    show: false,
    webPreferences: {
      preload: path.join(folder, 'out/preload/preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: false,
      backgroundThrottling: false,
    },
  });
  expect(window?.calls).toEqual(['loadURL app://cockpit/index.html']);
  window?.emit('ready-to-show');
  expect(window?.calls).toContain('show');
});

test('the window is served by a scheme of its own, under the strict policy, and by nothing else', async () => {
  const double = await startShell();
  expect(double.state.privileged).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
  expect([...double.state.schemes.keys()]).toEqual(['app']);
  const page = await fetchPage(double, 'app://cockpit/index.html');
  expect(await page.text()).toContain('<title>ATS Cockpit</title>');
  expect(Object.fromEntries(page.headers)).toEqual({
    'content-security-policy': contentSecurityPolicy({ connectSources: [] }),
    'content-type': 'text/html; charset=utf-8',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  const script = await fetchPage(double, 'app://cockpit/assets/main.js');
  expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
});

test.each([
  ['app://cockpit/../secret.txt', 404],
  ['app://cockpit/..%2fsecret.txt', 404],
  ['app://cockpit/%2e%2e/secret.txt', 404],
  ['app://cockpit/assets/..%5c..%5csecret.txt', 404],
  ['app://cockpit//etc/passwd', 404],
  ['app://cockpit/assets', 404],
  ['app://elsewhere/index.html', 404],
])('%s is not served', async (url, status) => {
  const response = await fetchPage(await startShell(), url);
  expect([response.status, await response.text()]).toEqual([status, 'Nothing is served here.']);
});

test('the scheme answers to GET alone', async () => {
  const response = await fetchPage(await startShell(), 'app://cockpit/index.html', 'POST');
  expect(response.status).toBe(405);
});

test('the page stays where it is, though it may load itself anew', async () => {
  const page = pageOf(await startShell());
  const refusals = (url: string, isMainFrame = true) =>
    ['will-navigate', 'will-frame-navigate'].map((name) => page.isRefused(name, new DoubleEvent({ url, isMainFrame })));
  expect(refusals('https://example.com/')).toEqual([true, true]);
  expect(refusals('file:///etc/passwd')).toEqual([true, true]);
  expect(refusals('app://cockpit/assets/main.js')).toEqual([true, true]);
  expect(refusals('app://cockpit/index.html#risk')).toEqual([false, false]);
  expect(
    page.isRefused('will-frame-navigate', new DoubleEvent({ url: 'app://cockpit/index.html', isMainFrame: false })),
  ).toBe(true);
  expect(page.isRefused('will-redirect')).toBe(true);
  expect(page.isRefused('will-attach-webview')).toBe(true);
});

test('no window opens from the page; the one link that leads outside opens in the person’s browser', async () => {
  const double = await startShell();
  const open = assertDefined(pageOf(double).windowOpenHandler, 'windows are handled');
  expect(
    ['https://example.com/', 'app://cockpit/index.html', 'https://www.tradingview.com/'].map((url) => open({ url })),
  ).toEqual([{ action: 'deny' }, { action: 'deny' }, { action: 'deny' }]);
  expect(double.state.openedOutside).toEqual(['https://www.tradingview.com/']);
});

test('the page is granted nothing that it may ask for', async () => {
  const { permissions } = (await startShell()).state;
  const answers: boolean[] = [];
  permissions.request?.({}, 'media', (granted) => answers.push(granted));
  expect([...answers, permissions.check?.(), permissions.device?.()]).toEqual([false, false, false]);
});

test('reload and developer tools are in the menu only where they were asked for', async () => {
  const roles = async (words: readonly string[]) => JSON.stringify((await startShell({ words })).state.menu);
  expect(await roles([])).not.toMatch(/reload|toggleDevTools/i);
  expect(await roles(['--devtools'])).toMatch(/"reload".*"toggleDevTools"/);
  expect((await startShell({ words: ['--devtools'] })).windows[0]?.options.webPreferences?.devTools).toBe(true);
});

test('the engine is forked beside the shell and told its arguments by the port, not by its command line', async () => {
  const dataFolder = path.join(userData, 'data');
  const double = await startShell({
    words: ['--no-sandbox', '--data', dataFolder, '--seed=3', '--no-launch-terminal'],
  });
  expect(double.forks).toHaveLength(1);
  expect(engineOf(double)).toMatchObject({ entry: path.join(folder, 'out/main/utility.js'), arguments: [] });
  expect(engineOf(double).posted).toEqual([
    {
      message: {
        kind: 'start',
        arguments: [`--data=${dataFolder}`, '--seed=3', '--no-launch-terminal'],
        reducing: false,
      },
      ports: [],
    },
  ]);
  expect(double.state.paths.userData).toBe(path.join(dataFolder, 'window'));
});

test('engine and page get the two ends of one channel, once a load', async () => {
  const double = await startShell();
  const page = pageOf(double);
  expect(page.posted).toEqual([]);
  askForPort(double);
  askForPort(double);
  expect(engineOf(double).kinds()).toEqual(['start', 'connectWindow']);
  expect(page.posted.map(({ channel, ports }) => [channel, ports.length])).toEqual([['ats-port', 1]]);

  const [ofEngine] = engineOf(double).posted[1]?.ports ?? [];
  const [ofPage] = page.posted[0]?.ports ?? [];
  const heard = new Promise((resolve) => ofPage?.once('message', resolve));
  ofEngine?.postMessage('snapshot');
  expect(await heard).toBe('snapshot');
  ofEngine?.close();

  page.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
  page.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false });
  askForPort(double);
  expect(page.posted).toHaveLength(1);
  page.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
  askForPort(double);
  expect(page.posted).toHaveLength(2);
});

test.each([
  ['another origin', { origin: 'https://example.com', parent: null }],
  ['a frame inside the page', { origin: 'app://cockpit', parent: ownFrame }],
  ['another host of the scheme', { origin: 'app://elsewhere', parent: null }],
  ['a frame that is gone', null],
])('%s gets no port', async (_, senderFrame) => {
  const double = await startShell();
  askForPort(double, senderFrame);
  expect(pageOf(double).posted).toEqual([]);
  expect(engineOf(double).kinds()).toEqual(['start']);
});

test('an engine that crashes is started again, ever later, and its windows get fresh ports', async () => {
  const double = await startShell();
  askForPort(double);
  vi.useFakeTimers();
  const delays = [500, 1000, 2000, 4000, 8000, 8000];
  for (const [crash, delay] of delays.entries()) {
    engineOf(double).emit('exit', 1);
    vi.advanceTimersByTime(delay - 1);
    expect(double.forks).toHaveLength(crash + 1);
    vi.advanceTimersByTime(1);
    expect(double.forks).toHaveLength(crash + 2);
    expect(engineOf(double).kinds()).toEqual(['start', 'connectWindow']);
  }
  expect(pageOf(double).posted).toHaveLength(1 + delays.length);
});

test('from the third crash in five minutes on the engine starts reducing, and stays so', async () => {
  const double = await startShell();
  vi.useFakeTimers();
  const crashAfter = (ms: number): void => {
    vi.advanceTimersByTime(ms);
    engineOf(double).emit('exit', 1);
    vi.advanceTimersByTime(8000);
  };
  [0, 10_000, 10_000, 3_600_000].forEach(crashAfter);
  expect(startMessages(double)).toMatchObject([false, false, false, true, true].map((reducing) => ({ reducing })));
});

test('crashes that lie further apart start the engine as before, without delay added up', async () => {
  const double = await startShell();
  vi.useFakeTimers();
  for (let crash = 1; crash <= 4; crash++) {
    engineOf(double).emit('exit', 1);
    vi.advanceTimersByTime(500);
    expect(double.forks).toHaveLength(crash + 1);
    vi.advanceTimersByTime(300_000);
  }
  expect(startMessages(double)).toMatchObject(Array(5).fill({ reducing: false }));
});

test('a page that asks while no engine runs gets its port when one does', async () => {
  const double = await startShell();
  vi.useFakeTimers();
  engineOf(double).emit('exit', 1);
  askForPort(double);
  expect(pageOf(double).posted).toEqual([]);
  vi.advanceTimersByTime(500);
  expect(pageOf(double).posted).toHaveLength(1);
});

test('a page that is gone gets no port', async () => {
  const double = await startShell();
  askForPort(double);
  vi.useFakeTimers();
  pageOf(double).emit('destroyed');
  engineOf(double).emit('exit', 1);
  vi.advanceTimersByTime(500);
  expect(pageOf(double).posted).toHaveLength(1);
});

test('a page that crashed is loaded again, a closed one is not', async () => {
  const double = await startShell();
  const page = pageOf(double);
  vi.useFakeTimers();
  double.app.emit('render-process-gone', {}, page, { reason: 'clean-exit', exitCode: 0 });
  vi.advanceTimersByTime(10_000);
  expect(page.reloads).toBe(0);
  double.app.emit('render-process-gone', {}, page, { reason: 'crashed', exitCode: 5 });
  vi.advanceTimersByTime(500);
  expect(page.reloads).toBe(1);
  page.wasDestroyed = true;
  double.app.emit('render-process-gone', {}, page, { reason: 'oom', exitCode: 5 });
  vi.advanceTimersByTime(10_000);
  expect(page.reloads).toBe(1);
});

test('an engine that refuses to start is not tried again: the person is told why, and the shell ends', async () => {
  const double = await startShell();
  vi.useFakeTimers();
  const message = 'Another cockpit works on this data folder.';
  engineOf(double).emit('message', { kind: 'refused', fault: { code: 'DATA_FOLDER_IN_USE', message, facts: {} } });
  engineOf(double).emit('exit', 1);
  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();
  expect(double.state.errorBoxes).toEqual([
    { title: 'ATS Cockpit cannot start', content: `${message}\n\nDATA_FOLDER_IN_USE` },
  ]);
  expect(double.forks).toHaveLength(1);
  await vi.waitUntil(() => double.state.exitCodes.length > 0, patience);
  expect(double.state.exitCodes).toEqual([1]);
});

test('programs that the engine asks for are forked with their secrets in the environment, and end with it', async () => {
  const double = await startShell();
  const engine = engineOf(double);
  const wish = {
    kind: 'launchChild',
    child: 7,
    entry: 'simulatedTerminal',
    arguments: ['--seed', '3'],
    secrets: { ATS_PAIRING_TOKEN: 'v1.secret' },
  };
  engine.emit('message', wish);
  const [, terminal] = double.forks;
  expect(terminal).toMatchObject({
    entry: path.join(folder, 'out/main/simulated-terminal.js'),
    arguments: ['--seed', '3'],
    options: { env: { ATS_PAIRING_TOKEN: 'v1.secret' } },
  });
  terminal?.emit('spawn');
  engine.emit('message', wish);
  engine.emit('message', { kind: 'endChild', child: 7 });
  engine.emit('message', { kind: 'endChild', child: 8 });
  expect(terminal?.wasKilled).toBe(true);
  terminal?.emit('exit', 0);
  expect(engine.posted.slice(1).map(({ message }) => message)).toEqual([
    { kind: 'childStarted', child: 7, pid: terminal?.pid },
    { kind: 'childExited', child: 7, code: null },
    { kind: 'childExited', child: 7, code: 0 },
  ]);

  vi.useFakeTimers();
  engine.emit('message', wish);
  const again = double.forks[2];
  engine.emit('exit', 1);
  again?.emit('exit', 0);
  expect([double.forks.length, again?.wasKilled, engine.kinds().length]).toEqual([3, true, 4]);
});

test('a message that the shell does not know starts nothing', async () => {
  const double = await startShell();
  for (const message of [
    { kind: 'launchChild', child: 1, entry: '/bin/sh', arguments: [], secrets: {} },
    'launch',
    null,
  ])
    engineOf(double).emit('message', message);
  expect(double.forks).toHaveLength(1);
});

test('closing the window ends the engine in order, then the shell', async () => {
  const double = await startShell();
  double.app.emit('window-all-closed');
  expect(double.state).toMatchObject({ quits: 1, exitCodes: [] });
  expect(engineOf(double).kinds()).toEqual(['start', 'stop']);
  double.app.quit();
  expect(engineOf(double).kinds()).toEqual(['start', 'stop']);
  engineOf(double).emit('exit', 0);
  await vi.waitUntil(() => double.state.exitCodes.length > 0, patience);
  expect(double.state.exitCodes).toEqual([0]);
  expect([double.forks.length, engineOf(double).wasKilled]).toEqual([1, false]);
});

test('an engine that does not end is killed', async () => {
  const double = await startShell();
  vi.useFakeTimers();
  double.app.quit();
  vi.advanceTimersByTime(2_999);
  expect(engineOf(double).wasKilled).toBe(false);
  vi.advanceTimersByTime(1);
  expect(engineOf(double).wasKilled).toBe(true);
  vi.useRealTimers();
  await vi.waitUntil(() => double.state.exitCodes.length > 0, patience);
});

test('an engine that crashed just now is not started again while the shell ends', async () => {
  const double = await startShell();
  vi.useFakeTimers();
  engineOf(double).emit('exit', 1);
  double.app.quit();
  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();
  await vi.waitUntil(() => double.state.exitCodes.length > 0, patience);
  expect(double.forks).toHaveLength(1);
});

test('a second cockpit on the data folder ends with a word, and the first one comes to the front', async () => {
  const second = await startShell({ isFirst: false });
  expect([second.windows.length, second.forks.length, second.state.quits]).toEqual([0, 0, 1]);
  expect(stderr.mock.calls.flat().join('')).toMatch(/runs on this data folder already/);

  const first = await startShell();
  const [window] = first.windows;
  if (window !== undefined) window.isMinimizedNow = true;
  first.app.emit('second-instance');
  expect(window?.calls.slice(-2)).toEqual(['restore', 'focus']);
});

test('the window comes back where it was closed, unless that monitor is gone', async () => {
  const first = await startShell();
  const [window] = first.windows;
  if (window === undefined) throw new Error('there is no window');
  window.bounds = { x: 100, y: 50, width: 1200, height: 800 };
  window.isMaximizedNow = true;
  window.emit('close');
  const second = await startShell();
  expect(second.windows[0]?.options).toMatchObject({ x: 100, y: 50, width: 1200, height: 800 });
  expect(second.windows[0]?.calls).toContain('maximize');

  window.bounds = { x: 5000, y: 50, width: 1200, height: 800 };
  window.emit('close');
  const third = await startShell();
  expect(third.windows[0]?.options).not.toHaveProperty('x');

  await writeFile(path.join(userData, 'window-bounds.json'), '{"x":');
  const fourth = await startShell();
  expect(fourth.windows[0]?.options).not.toHaveProperty('x');
});

test('what the shell did is in its log', async () => {
  const double = await startShell({ words: ['--sead', '3'] });
  pageOf(double).isRefused('will-navigate', new DoubleEvent({ url: 'https://example.com/' }));
  double.app.quit();
  engineOf(double).emit('exit', 0);
  await vi.waitUntil(() => double.state.exitCodes.length > 0, patience);
  const log = await readFile(path.join(userData, 'logs/shell.log'), 'utf8');
  expect(log).toMatch(/"otherFlags":\["sead"\]/);
  expect(log).toContain('refused to navigate');
});

test('a window that was never built ends in a message that says how to build it', async () => {
  const unbuilt = path.join(folder, 'unbuilt/main');
  await mkdir(unbuilt, { recursive: true });
  await copyFile(path.join(folder, 'out/main/main.js'), path.join(unbuilt, 'main.js'));
  const double = await startShell({ main: path.join(unbuilt, 'main.js'), hasWindow: false });
  await vi.waitUntil(() => double.state.exitCodes.length > 0, patience);
  expect(double.state.exitCodes).toEqual([1]);
  expect(double.state.errorBoxes[0]?.content).toMatch(/npm run build/);
});

const builtMain = path.join(projectFolder, 'out/main/main.js');
const isBuilt = existsSync(builtMain) && existsSync(path.join(projectFolder, 'out/renderer/index.html'));

test.skipIf(!isBuilt)(
  isBuilt
    ? 'the built shell opens the built window'
    : 'skipped: the program is not built: the built shell opens the built window',
  async () => {
    const double = await startShell({ main: builtMain });
    const { preload } = double.windows[0]?.options.webPreferences ?? {};
    expect([engineOf(double).entry, preload].map((file) => existsSync(file ?? ''))).toEqual([true, true]);
    const page = await fetchPage(double, 'app://cockpit/index.html');
    expect(await page.text()).toContain('ATS Cockpit');
  },
);
