import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { parts, sourceProjects, typeErrors } from '../check-sources/source-projects.ts';
import { plantedTree } from './planted-tree.ts';

const repository = join(import.meta.dirname, '../..');
const configurations = globSync('tsconfig*.json', { cwd: repository });

const wrong = "export const planted: number = 'text';\n";
const wrongInJs = "/** @type {number} */\nexport const planted = 'text';\n";

/** Each is wrong in its own way: a wrong type, or a name that the folder's platform does not have. */
const planted: Readonly<Record<string, string>> = {
  'src-shared/base/planted.ts': wrong,
  'src-shared/base/node.ts': 'export const platform = process.platform;\n',
  'src-shared/base/page.ts': 'export const title = document.title;\n',
  'src-main/risk/planted.ts': wrong,
  'src-main/risk/page.ts': 'export const title = document.title;\n',
  'src-main/risk/planted.test.ts': wrong,
  'src-main/ports/planted.suite.ts': wrong,
  'src-main/testkit/planted.ts': wrong,
  'src-main/hosts/cli/planted.ts': wrong,
  'src-main/app/planted.ts': wrong,
  'src-main/app/page.ts': 'export const title = document.title;\n',
  'src-main/preload/planted.ts': wrong,
  'src-renderer/app/planted.tsx': 'export const planted = <input value={{}} />;\n',
  'src-renderer/app/planted.test.tsx': 'export const planted = <input value={{}} />;\n',
  'src-renderer/app/node.ts': 'export const platform = process.platform;\n',
  'scripts/planted.ts': wrong,
  'scripts/planted.mjs': wrongInJs,
  'scripts/planted.test.ts': wrong,
  'e2e/playwright.config.ts': wrong,
  'e2e/specs/planted.spec.ts': wrong,
  'mql5/host-test/planted.test.ts': wrong,
  'planted.config.ts': wrong,
  'planted-too.config.js': wrongInJs,
};

test('a wrong type is reported wherever it is planted', () => {
  using tree = plantedTree('package.json', ...configurations);
  for (const [path, source] of Object.entries(planted)) tree.plant(path, source);
  const tsc = join(repository, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-b', '--pretty', 'false'], {
    cwd: tree.root,
    encoding: 'utf8',
  });
  const reported = [...stdout.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, path]) => path);
  expect(reported.sort()).toEqual(Object.keys(planted).sort());
});

test('and so it is by the check, which reads sources in place of declarations', () => {
  using tree = plantedTree('package.json', ...configurations);
  for (const [path, source] of Object.entries(planted)) tree.plant(path, source);
  const found = Object.values(parts).flatMap((names) => [...sourceProjects(tree.root, names)].flatMap(typeErrors));
  const reported = found.map(({ file }) => relative(tree.root, file?.fileName ?? '').replaceAll('\\', '/'));
  expect(reported.sort()).toEqual(Object.keys(planted).sort());
});

test('the check asks every project that the build has', () => {
  const { config } = ts.readConfigFile(join(repository, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { readonly references: readonly { readonly path: string }[] };
  };
  const built = config.references.map(({ path }) => path);
  const asked = Object.values(parts).flatMap((names) => names.map((name) => `./tsconfig.${name}.json`));
  expect(asked.sort()).toEqual(built.sort());
});

test('every source belongs to exactly one project', () => {
  const sources = globSync(
    ['{src-*,scripts,e2e,mql5,resources}/**/*.{ts,tsx,js,mjs,cjs}', '*.{ts,js,mjs,cjs}', '.*.mjs'],
    {
      cwd: repository,
    },
  );
  const listed = configurations.filter((name) => name !== 'tsconfig.base.json').flatMap(filesOf);
  expect(listed.sort()).toEqual(sources.map((path) => join(repository, path).replaceAll('\\', '/')).sort());
});

function filesOf(configuration: string): string[] {
  const { config } = ts.readConfigFile(join(repository, configuration), (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, repository);
  return fileNames.filter((path) => !path.endsWith('.json'));
}
