import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { isBuiltin } from 'node:module';
import { beforeAll, expect, test } from 'vitest';
import { cruiserConfiguration } from './cruiser-configuration.ts';
import { plantedTree, type PlantedTree } from './planted-tree.ts';
import { table, type Row } from './table.ts';

/**
 * One of each sort: Node's own, at run time, of the window, for development, installed but not listed, not installed.
 */
const packages = [
  ...['node:fs', 'node:crypto', 'node:net', 'node:timers/promises', 'node:test'],
  ...['zod', 'better-sqlite3', 'pino', 'luxon', '@orpc/contract', '@orpc/server', '@orpc/client'],
  ...['react', 'zustand', 'lightweight-charts', 'vitest', 'fast-check', 'electron', 'ms', '@langchain/absent'],
];

/** Written out by hand, so that a slip in the table's helpers shows. */
const atRunTime = [...packages.slice(0, 7), 'pino', '@orpc/server', '@orpc/client'];
const inDevelopment = [...atRunTime, 'react', 'zustand', 'lightweight-charts', 'vitest', 'fast-check'];
const inTheWindow = ['zod', '@orpc/client', 'react', 'zustand', 'lightweight-charts'];
const listed: Readonly<Record<string, readonly string[]>> = {
  'src-shared/time': ['zod', 'luxon'],
  'src-shared/contract': ['zod', '@orpc/contract'],
  'src-main/ports': [],
  'src-main/fills': [],
  'src-main/protocol': ['zod', 'node:crypto'],
  'src-main/memory': [],
  'src-main/sync': [],
  'src-main/approval': [],
  'src-main/execution': [],
  'src-main/engine': [],
  'src-main/agents': ['zod', '@langchain/absent'],
  'src-main/stores': [...atRunTime, '@langchain/absent'],
  scripts: [...inDevelopment, '@langchain/absent'],
  'src-main/app': [...atRunTime, 'electron'],
  'src-main/preload': ['electron'],
};
const withNode = ['importers', 'stores', 'logging', 'bridge', 'simulation', 'backtest', 'rpc', 'wiring', 'hosts'];
const withTools = ['src-main/testkit', 'scripts', 'e2e', 'mql5/host-test'];

function packagesOf(folder: string): readonly string[] {
  const own = listed[folder];
  if (own !== undefined) return own;
  if (withNode.some((name) => folder === `src-main/${name}`)) return atRunTime;
  if (withTools.includes(folder)) return inDevelopment;
  return folder.startsWith('src-renderer/') ? inTheWindow : ['zod'];
}

const extension = (folder: string): string => (folder.startsWith('src-renderer/') ? 'tsx' : 'ts');
const target = (folder: string): string => `${folder}/target.${extension(folder)}`;
const probe = (folder: string, kind = ''): string => `${folder}/inner/probe${kind}.${extension(folder)}`;

function specifier(path: string, from: string): string {
  const aliased = path.replace(/^src-(shared|main|renderer)\//, '#$1/');
  return aliased === path ? `${'../'.repeat(from.split('/').length - 1)}${path}` : aliased;
}

function plantProbes(tree: PlantedTree): void {
  for (const { folder } of table) {
    tree.plant(target(folder), 'export const target = 1;\n');
    for (const kind of ['', '.test', '.suite']) {
      const file = probe(folder, kind);
      const imported = [...table.map((row) => specifier(target(row.folder), file)), ...packages];
      tree.plant(file, imported.map((name) => `import '${name}';\n`).join(''));
    }
  }
}

function plantOthers(tree: PlantedTree): void {
  tree.plant(
    'src-main/preload/types.ts',
    `import type { target } from '#shared/contract/target.ts';\nexport type A = typeof target;\n`,
  );
  tree.plant('src-main/utilities/lonely.ts', 'export const lonely = 1;\n');
  tree.plant('src-renderer/entry.tsx', "import './app/target.tsx';\n");
  tree.plant('src-main/risk/egg.ts', "import './hen.ts';\n");
  tree.plant('src-main/risk/hen.ts', "import type {} from './egg.ts';\n");
  tree.plant('src-main/bridge/uses-suite.ts', "import '#main/ports/inner/probe.suite.ts';\n");
  tree.plant('src-main/bridge/uses-test.ts', "import './inner/probe.test.ts';\n");
  for (const folder of ['src-main/wiring', 'src-main/hosts']) {
    tree.plant(
      `${folder}/version.ts`,
      "import manifest from '../../package.json' with { type: 'json' };\nvoid manifest;\n",
    );
  }
  tree.plant('src-main/wiring/shell.ts', "import '#main/logging/shell.ts';\n");
  tree.plant('src-main/logging/shell.ts', "import 'electron';\n");
}

const forms = {
  'type-import': "import type { target } from '#main/engine/target.ts';\nexport type A = typeof target;\n",
  'import-type': "export type A = typeof import('#main/engine/target.ts').target;\n",
  'named-export': "export { target } from '#main/engine/target.ts';\n",
  'whole-export': "export * from '#main/engine/target.ts';\n",
  'dynamic-import': "export const later = import('#main/engine/target.ts');\n",
  'relative-import': "import '../engine/target.ts';\n",
};

function plantForms(tree: PlantedTree): void {
  for (const [name, source] of Object.entries(forms)) tree.plant(`src-main/features/${name}.ts`, source);
}

let violations: ICruiseResult['summary']['violations'] = [];

beforeAll(async () => {
  using tree = plantedTree('package.json');
  plantProbes(tree);
  plantOthers(tree);
  plantForms(tree);
  const { forbidden, options } = cruiserConfiguration;
  const { output } = await cruise(
    ['src-shared', 'src-main', 'src-renderer', 'scripts', 'e2e', 'mql5'],
    { ...options, ruleSet: { forbidden }, validate: true, baseDir: tree.root },
    options.enhancedResolveOptions,
  );
  violations = (output as ICruiseResult).summary.violations;
});

/** What the rules of rows refused to a probe: folders by their name, packages by theirs. */
function refused(file: string): string[] {
  const ofRows = violations.filter(({ from, rule }) => from === file && /^(row|tests) of /.test(rule.name));
  return ofRows.map(({ to }) => nameOf(to)).sort();
}

function nameOf(path: string): string {
  const folder = table.find((row) => path === target(row.folder))?.folder;
  if (folder !== undefined || path.startsWith('src-')) return folder ?? path;
  if (isBuiltin(path)) return `node:${path.replace(/^node:/, '')}`;
  return /^(@[^/]+\/)?[^/]+/.exec(path.replace(/^.*node_modules\//, ''))?.[0] ?? path;
}

const complement = (row: Pick<Row, 'folder' | 'folders'>, open: readonly string[]): string[] => {
  const folders = table
    .map(({ folder }) => folder)
    .filter((folder) => folder !== row.folder && !row.folders.includes(folder));
  return [...folders, ...packages.filter((name) => !open.includes(name))].sort();
};

test.each(table)('$folder imports what its row lists and nothing else', (row) => {
  expect(refused(probe(row.folder))).toEqual(complement(row, packagesOf(row.folder)));
});

test.each(table)('tests and suites of $folder have ports, testkit and the tools besides', (row) => {
  const folders = [...row.folders, 'src-main/ports', 'src-main/testkit'];
  const open = [...inDevelopment, ...packagesOf(row.folder)];
  expect(refused(probe(row.folder, '.test'))).toEqual(complement({ ...row, folders }, open));
  expect(refused(probe(row.folder, '.suite'))).toEqual(complement({ ...row, folders }, open));
});

const found = (rule: string): string[] =>
  violations
    .filter((violation) => violation.rule.name === rule)
    .map(({ from, to }) => (from === to ? from : `${from} → ${nameOf(to)}`))
    .sort();

test('the rules that are no rows refuse what was planted for them, and only that', () => {
  expect(found('types only into src-main/preload')).toEqual([`${probe('src-main/preload')} → src-shared/contract`]);
  expect(found('every folder is on the map')).toEqual(['src-renderer/entry.tsx → src-renderer/app']);
  expect(found('no file off the map stands alone')).toEqual(['src-main/utilities/lonely.ts']);
  expect(found('no cycles')).toEqual(['src-main/risk/egg.ts → src-main/risk/hen.ts']);
  expect(found('only tests import a suite')).toEqual([
    'src-main/bridge/uses-suite.ts → src-main/ports/inner/probe.suite.ts',
  ]);
  expect(found('nobody imports a test')).toEqual([
    'src-main/bridge/uses-test.ts → src-main/bridge/inner/probe.test.ts',
  ]);
  expect(found('never reaches electron')).toContain('src-main/wiring/shell.ts → electron');
  expect(new Set(found('every import is found').map((line) => line.split(' → ')[1]))).toEqual(
    new Set(['@langchain/absent']),
  );
});

test('package.json is read in wiring and nowhere else', () => {
  expect(refused('src-main/wiring/version.ts')).toEqual([]);
  expect(refused('src-main/hosts/version.ts')).toEqual(['package.json']);
});

test.each(Object.keys(forms))('a forbidden folder is seen through a %s', (name) => {
  expect(refused(`src-main/features/${name}.ts`)).toEqual(['src-main/engine']);
});
