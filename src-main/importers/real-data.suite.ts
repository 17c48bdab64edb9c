import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { test } from 'vitest';

export const realDataFolder = process.env.ATS_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data');

/** Half a million rows, on a machine that does other things. */
const timeoutMs = 60_000;

/** A test of a real file, skipped by name where the data is absent: each has a synthetic sibling that always runs. */
export function realFileTest(file: string, name: string, run: (path: string) => Promise<void> | void): void {
  const path = join(realDataFolder, file);
  const isAbsent = !existsSync(path);
  const shownName = isAbsent ? `skipped: no ${file} in ATS_TEST_DATA or ../shared/data: ${name}` : name;
  test.skipIf(isAbsent)(shownName, { timeout: timeoutMs }, () => run(path));
}

/** The text of a file, by Node's own means: a witness that shares nothing with what is tested. */
export function textOf(path: string): string {
  const raw = readFileSync(path);
  const bytes = path.endsWith('.gz') ? gunzipSync(raw) : raw;
  return bytes[0] === 0xff ? bytes.toString('utf16le') : bytes.toString('utf8');
}
