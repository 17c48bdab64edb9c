import { ESLint, Linter } from 'eslint';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import tseslint from 'typescript-eslint';
import { expect, test } from 'vitest';
import { lintBlocks } from './lint-blocks.ts';
import { markOwners, table } from './table.ts';

const repository = join(import.meta.dirname, '../..');
const linter = new Linter();
const configuration: Linter.Config[] = [
  { files: ['**/*.{ts,tsx}'], languageOptions: { parser: tseslint.parser } },
  ...lintBlocks(),
];

const folders = table.map(({ folder }) => folder);

const rulesBroken = (filename: string, code: string): (string | null)[] =>
  linter.verify(code, configuration, { filename }).map(({ ruleId }) => ruleId);

/** The folders in which a file with this code breaks a rule of the import map. */
const foldersRefusing = (code: string, file = 'inner/planted.ts'): string[] =>
  folders.filter((folder) => rulesBroken(`${folder}/${file}`, code).length > 0);

const ownClock = folders.filter(
  (folder) =>
    folder.startsWith('src-renderer/') ||
    ['wiring', 'hosts', 'app', 'testkit'].some((name) => folder === `src-main/${name}`) ||
    !folder.startsWith('src-'),
);
const withoutClock = folders.filter((folder) => !ownClock.includes(folder));

test.each(['export const at = Date.now();', 'setTimeout(() => {}, 1);', 'export const chance = Math.random();'])(
  'the clock column refuses %s where it says no or port',
  (code) => {
    expect(foldersRefusing(code)).toEqual(withoutClock);
    expect(foldersRefusing(code, 'planted.tsx')).toEqual(withoutClock);
    expect(foldersRefusing(code, 'planted.test.ts')).toEqual([]);
  },
);

test.each(Object.entries(markOwners))(
  'the mark %s is given in %s and nowhere else, not even in tests',
  (mark, owner) => {
    const code = `export const given = {} as unknown as ${mark};`;
    const others = folders.filter((folder) => folder !== owner);
    expect(foldersRefusing(code)).toEqual(others);
    expect(foldersRefusing(code, 'planted.test.ts')).toEqual(others);
    expect(foldersRefusing(code, 'planted.tsx')).toEqual(others);
  },
);

test('every mark that the sources declare has its owner in the table', () => {
  const files = globSync('src-*/**/*.ts', { cwd: repository, exclude: ['**/*.test.ts'] });
  const declared = files.flatMap((file) => {
    const source = readFileSync(join(repository, file), 'utf8');
    return [...source.matchAll(/export type (\w+)[^=]*= Brand</g)].map(([, mark]) => mark);
  });
  expect(Object.keys(markOwners)).toEqual(expect.arrayContaining(declared));
});

test('the protocol takes hashing and HMAC from node:crypto and nothing else', () => {
  const refused = (code: string): boolean => rulesBroken('src-main/protocol/planted.ts', code).length > 0;
  expect(refused("import { createHash, createHmac, timingSafeEqual } from 'node:crypto';")).toBe(false);
  expect(refused("import { createHash, createCipheriv } from 'node:crypto';")).toBe(true);
  expect(refused("import crypto from 'node:crypto';")).toBe(true);
  expect(refused("import * as crypto from 'node:crypto';")).toBe(true);
});

test('folders without Node reach no ambient I/O, and no source imports by a computed name', () => {
  const withoutNode = [
    ...folders.filter((folder) => folder.startsWith('src-shared/')),
    ...['ports', 'fills', 'protocol', 'features', 'strategies', 'risk', 'memory', 'sync', 'approval', 'execution'].map(
      (name) => `src-main/${name}`,
    ),
    ...['src-main/agents', 'src-main/engine', 'src-main/preload'],
  ];
  expect(foldersRefusing('export const home = process.env.HOME;')).toEqual(withoutNode);
  expect(foldersRefusing("export const page = globalThis.fetch('https://example.org');")).toEqual(withoutNode);
  expect(foldersRefusing('export const load = (name: string) => import(name);')).toEqual(
    folders.filter((folder) => folder.startsWith('src-')),
  );
});

test("the project's configuration keeps what the import map demands", async () => {
  const eslint = new ESLint({ cwd: repository });
  const alone = new ESLint({ cwd: repository, overrideConfigFile: true, overrideConfig: configuration });
  for (const folder of folders) {
    for (const file of [`${folder}/planted.tsx`, `${folder}/planted.test.ts`]) {
      const project = (await eslint.calculateConfigForFile(join(repository, file))) as Linter.Config;
      const demanded = (await alone.calculateConfigForFile(join(repository, file))) as Linter.Config;
      expect(project.rules).toMatchObject(demanded.rules ?? {});
    }
  }
});
