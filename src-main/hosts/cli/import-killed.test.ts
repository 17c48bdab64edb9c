import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { normalizedBarFile } from '#main/testkit/bar-file.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';

let parent: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'ats-import-killed-'));
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

const count = 300_000;
/** Of the write-ahead log: by then thousands of rows are stored, and most are not. */
const storedBytesMin = 2_000_000;

/** The command line from its source, so that it is the one that stands here. */
const start = (...words: readonly string[]): ChildProcess =>
  spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts'), ...words], {
    env: { ...process.env, ATS_DATA: path.join(parent, 'cockpit') },
    stdio: ['ignore', 'pipe', 'ignore'],
  });

async function storingHasBegun(): Promise<void> {
  const log = path.join(parent, 'cockpit', 'market.db-wal');
  while ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) < storedBytesMin) await sleep(1);
}

test.each(['SIGKILL', 'SIGINT'] as const)(
  'ended by %s in the middle, the same command goes on and says the same in the end',
  async (signal) => {
    const file = path.join(parent, 'minutes.csv');
    writeFileSync(file, normalizedBarFile(sampleBars({ count })));
    const words = ['import', file, '--symbol', 'XAUUSD', '--json'];
    const ended = start(...words);
    const exit = once(ended, 'exit');
    await storingHasBegun();
    ended.kill(signal);
    expect(await exit).toEqual(signal === 'SIGINT' ? [1, null] : [null, signal]);
    const resumed = start(...words);
    const { stdout } = resumed;
    const report = JSON.parse(stdout === null ? '' : await text(stdout)) as { readonly resumedFrom: number };
    expect(report).toMatchObject({ read: count, inserted: count, duplicates: 0, disagreements: 0, refused: 0 });
    expect(report.resumedFrom).toBeGreaterThan(1000);
    expect(report.resumedFrom).toBeLessThan(count);
  },
);
