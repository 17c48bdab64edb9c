import type { ESLint, Linter } from 'eslint';
import { noAmbientClock } from '../lint-rules/no-ambient-clock.ts';
import { noForgedMark } from '../lint-rules/no-forged-mark.ts';
import { castsToParameter, importedNames, markOwners, table, type Row } from './table.ts';

type Block = Linter.Config;
type Rules = Linter.RulesRecord;

const sources = '**/*.{ts,tsx,js,mjs,cjs}';
const tests = '**/*.{test,suite}.{ts,tsx}';

/**
 * The part of the table that ESLint enforces: clocks, marks, names imported from Node, and I/O that needs no import.
 * Each file gets its rules from one block, and no other part of the configuration may name them: a later block replaces
 * an earlier one's options.
 */
export const lintBlocks = (): Block[] => [
  { name: 'import-map/rules', plugins: { 'import-map': plugin } },
  ...table.map((row): Block => ({
    name: `import-map/${row.folder}`,
    files: [`${row.folder}/${sources}`],
    ignores: [tests],
    rules: { ...markRules(row), ...clockRules(row), ...importRules(row), ...ioRules(row) },
  })),
  ...table.map((row): Block => ({
    name: `import-map/${row.folder} (tests)`,
    files: [`${row.folder}/${tests}`],
    rules: markRules(row),
  })),
];

/** ESLint and typescript-eslint declare the same rule by two types that do not meet; ESLint runs both. */
const plugin = {
  rules: { 'no-ambient-clock': noAmbientClock, 'no-forged-mark': noForgedMark },
} as unknown as ESLint.Plugin;

function markRules({ folder }: Row): Rules {
  const own = Object.keys(markOwners).filter((mark) => markOwners[mark] === folder);
  const foreign = Object.keys(markOwners).filter((mark) => markOwners[mark] !== folder);
  const mayCastToParameter = castsToParameter.includes(folder);
  return {
    'import-map/no-forged-mark': ['error', { own, foreign, mayCastToParameter }],
    ...(mayCastToParameter && { '@typescript-eslint/no-unnecessary-type-parameters': 'off' }),
  };
}

function clockRules({ clock }: Row): Rules {
  return clock === 'yes' ? {} : { 'import-map/no-ambient-clock': 'error' };
}

/** What cannot be read from the source cannot be checked against the table. */
const computedImport = {
  selector: "ImportExpression[source.type!='Literal']",
  message: 'Import by a literal name, so that the import map sees it.',
};

function importRules({ folder }: Row): Rules {
  const paths = Object.entries(importedNames[folder] ?? {}).map(([name, allowImportNames]) => ({
    name,
    allowImportNames,
  }));
  return {
    'no-restricted-imports': paths.length > 0 ? ['error', { paths }] : 'off',
    'no-restricted-syntax': folder.startsWith('src-') ? ['error', computedImport] : 'off',
  };
}

const ambientIo = [
  ...['process', 'require', 'fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'Worker', 'BroadcastChannel'],
  ...['localStorage', 'sessionStorage', 'navigator', 'console'],
];

/** Folders without Node reach the outside through ports only. The window has its own rules. */
function ioRules({ folder, packages }: Row): Rules {
  if (packages.kind !== 'only' || folder.startsWith('src-renderer/')) return {};
  const message = 'This folder does no I/O: reach the outside through a port.';
  const globals = ambientIo.map((name) => ({ name, message }));
  return { 'no-restricted-globals': ['error', { globals, checkGlobalObject: true }] };
}
