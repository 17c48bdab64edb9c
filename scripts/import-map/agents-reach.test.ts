import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { expect, test } from 'vitest';
import { cruiserConfiguration } from './cruiser-configuration.ts';
import { table } from './table.ts';

/** Folders that send, approve, decide, or write what an agent may only look at. */
const outOfReach = [
  ...['engine', 'approval', 'execution', 'risk', 'strategies', 'bridge', 'protocol', 'sync', 'simulation', 'fills'],
  ...['stores', 'importers', 'logging', 'memory', 'backtest', 'rpc', 'wiring', 'hosts', 'app', 'preload'],
].map((name) => `src-main/${name}`);

/** Ports by which something is sent, written or started. */
const portsOutOfReach = [
  ...['trade-gateway', 'event-log', 'order-ids', 'ledger-records', 'trade-storage', 'signal-storage', 'ledger-reads'],
  ...['settings-history', 'sync-control', 'replay-control', 'backup-control', 'launcher', 'imports'],
].map((name) => `src-main/ports/${name}.ts`);

test('by the table no path of imports leads from agents to who sends, approves, decides or sets limits', () => {
  const reached = new Set(['src-main/agents']);
  for (const folder of reached) {
    for (const next of table.find((row) => row.folder === folder)?.folders ?? []) reached.add(next);
  }
  expect([...reached].filter((folder) => outOfReach.includes(folder))).toEqual([]);
  expect(outOfReach.filter((folder) => !table.some((row) => row.folder === folder))).toEqual([]);
});

test('in the program as it stands agents reach none of them either, nor a port by which something is sent or written', async () => {
  const { options } = cruiserConfiguration;
  const { output } = await cruise(
    ['src-main/agents'],
    { ...options, exclude: { path: String.raw`\.(test|suite)\.ts$` }, doNotFollow: { path: 'node_modules' } },
    options.enhancedResolveOptions,
  );
  const reached = (output as ICruiseResult).modules.map(({ source }) => source);
  const isOutOfReach = (path: string): boolean =>
    portsOutOfReach.includes(path) || outOfReach.some((folder) => path.startsWith(`${folder}/`));
  expect(reached.filter(isOutOfReach)).toEqual([]);
  expect(reached).toContain('src-main/agents/gather/gatherers.ts');
  expect(reached).toContain('src-main/ports/bar-store.ts');
});
