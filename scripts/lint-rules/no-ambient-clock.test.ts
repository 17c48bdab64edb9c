import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { expect, test } from 'vitest';
import { lintBlocks } from '../import-map/lint-blocks.ts';

const linter = new Linter();

function messages(code: string): string[] {
  const found = linter.verify(
    code,
    [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } }, ...lintBlocks()],
    { filename: 'src-main/stores/planted.ts' },
  );
  return found.map(({ message }) => message);
}

test.each([
  'export const at = Date.now();',
  'export const at = new Date();',
  'export const at = Date();',
  'export const at = globalThis.Date.now();',
  "export const at = globalThis['Date']['now']();",
  'export const at = new globalThis.Date();',
  'const { now } = Date; export const at = now();',
  'const { Date: Clock } = globalThis; export const at = new Clock();',
  'const Clock = Date; export const at = Clock.now();',
  'const g = globalThis; export const at = g.Date.now();',
  'export class Later extends Date {}',
  'export const at = performance.now();',
  "import { performance } from 'node:perf_hooks'; export const at = performance.now();",
  'setTimeout(() => {}, 1);',
  'globalThis.setInterval(() => {}, 1);',
  'const later = setImmediate; later(() => {});',
  "import { setTimeout } from 'node:timers/promises'; await setTimeout(1);",
  "import { setTimeout as wait } from 'timers'; wait(() => {}, 1);",
  "const timers = await import('node:timers'); timers.setTimeout(() => {}, 1);",
  "export { setTimeout } from 'node:timers';",
  "export * from 'node:timers';",
  'export const signal = AbortSignal.timeout(1);',
  'export const chance = Math.random();',
  'const { random } = Math; export const chance = random();',
  'export const id = crypto.randomUUID();',
  'export const id = globalThis.crypto?.randomUUID();',
  'crypto.getRandomValues(new Uint8Array(1));',
  "import { randomBytes } from 'node:crypto'; export const nonce = randomBytes(8);",
  "import { randomUUID as name } from 'crypto'; export const id = name();",
  "import * as crypto from 'node:crypto'; export const nonce = crypto.randomBytes(8);",
  "import crypto from 'node:crypto'; export const id = crypto.webcrypto.randomUUID();",
  'export const at = process.hrtime.bigint();',
  "import { DateTime } from 'luxon'; export const at = DateTime.now();",
])('refuses %s', (code) => {
  expect(messages(code)).toEqual([expect.stringContaining('belongs to the machine')]);
});

test.each([
  'export const at = new Date(0).toISOString();',
  'export const at = (ms: number): Date => new Date(ms);',
  'export const at = Date.UTC(2100, 0, 1) + Date.parse("2025-01-01T00:00Z");',
  'export const isDate = (value: unknown): value is Date => value instanceof Date;',
  'export const largest = Math.max(1, 2); export const { floor } = Math;',
  'export type Timer = ReturnType<typeof setTimeout>;',
  'export const start = (timers: { setTimeout(f: () => void, ms: number): void }) => { timers.setTimeout(() => {}, 1); };',
  'export const start = (setTimeout: (f: () => void, ms: number) => void) => { setTimeout(() => {}, 1); };',
  'export const { setTimeout } = { setTimeout: 1 };',
  "import { createHash } from 'node:crypto'; export const hash = createHash('sha256');",
  "import crypto from 'node:crypto'; export const hash = crypto.createHash('sha256');",
  "import type { Timer } from 'node:timers'; export type Mine = Timer;",
  'export const name = process.platform;',
])('lets pass %s', (code) => {
  expect(messages(code)).toEqual([]);
});
