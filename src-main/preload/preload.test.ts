import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** The preload as it is built and as a sandbox runs it: a CommonJS script that can require electron and nothing else. */
let folder = '';
let code = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ats-preload-'));
  await build({
    configFile: false,
    root: path.resolve(import.meta.dirname, '../..'),
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: {
        input: path.join(import.meta.dirname, 'preload.ts'),
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: 'preload.cjs' },
      },
    },
  });
  code = await readFile(path.join(folder, 'preload.cjs'), 'utf8');
});
afterAll(() => rm(folder, { recursive: true }));

interface Seen {
  readonly required: string[];
  readonly sent: string[];
  readonly posted: unknown[][];
  readonly fromShell: Map<string, (event: { readonly ports: readonly unknown[] }) => void>;
  readonly onPage: Map<string, () => void>;
  readonly names: readonly string[];
}

function run(origin: string): Seen {
  const seen = { required: [], sent: [], posted: [], fromShell: new Map(), onPage: new Map() } as Omit<Seen, 'names'>;
  const window = {
    location: { origin },
    postMessage: (...posted: unknown[]) => seen.posted.push(posted),
    addEventListener: (name: string, listener: () => void) => seen.onPage.set(name, listener),
  };
  const ipcRenderer = {
    on: (channel: string, listener: (event: { readonly ports: readonly unknown[] }) => void) =>
      seen.fromShell.set(channel, listener),
    send: (channel: string) => seen.sent.push(channel),
  };
  const require = (name: string): object => {
    seen.required.push(name);
    return { ipcRenderer };
  };
  runInNewContext(code, { window, require, exports: {}, module: { exports: {} } });
  return { ...seen, names: Object.keys(window) };
}

test('it requires electron alone, and exposes nothing to the page', () => {
  const { required, names } = run('app://cockpit');
  expect(required).toEqual(['electron']);
  expect(names).toEqual(['location', 'postMessage', 'addEventListener']);
  expect(code).not.toContain('contextBridge');
});

test('it asks for a port once the page’s scripts have run, and hands each port to the page and nobody else', () => {
  const { sent, posted, onPage, fromShell } = run('app://cockpit');
  expect([sent, [...onPage.keys()], [...fromShell.keys()]]).toEqual([[], ['DOMContentLoaded'], ['ats-port']]);
  onPage.get('DOMContentLoaded')?.();
  expect(sent).toEqual(['ats-port-wanted']);
  fromShell.get('ats-port')?.({ ports: ['first port'] });
  fromShell.get('ats-port')?.({ ports: ['second port'] });
  expect(posted).toEqual([
    ['ats-port', 'app://cockpit', ['first port']],
    ['ats-port', 'app://cockpit', ['second port']],
  ]);
});

test('on a page that is not ours it does nothing', () => {
  const { sent, posted, onPage, fromShell } = run('https://example.com');
  expect([sent, posted, onPage.size, fromShell.size]).toEqual([[], [], 0, 0]);
});
