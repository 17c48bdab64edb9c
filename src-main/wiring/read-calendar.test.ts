import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCalendar } from './read-calendar.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ats-calendar-'));
});
afterEach(() => rm(folder, { recursive: true }));

const release = {
  ...{ valueId: '1', eventId: '2', releaseUtcMs: Date.UTC(2025, 0, 3, 13, 30), currency: 'USD', importance: 'high' },
  ...{ name: 'Payrolls', actual: 210, forecast: null, previous: 175.5, revisedPrevious: null },
};

async function fileWith(text: string): Promise<string> {
  const file = path.join(folder, 'calendar.json');
  await writeFile(file, text);
  return file;
}

test('no file, no releases', async () => {
  expect(await readCalendar(null)).toEqual({ ok: true, value: [] });
});

test('reads releases as they stand in the file', async () => {
  expect(await readCalendar(await fileWith(JSON.stringify([release])))).toEqual({ ok: true, value: [release] });
});

test.each([
  ['that is no JSON', 'releases', 'FILE_DAMAGED'],
  ['whose release has no name', JSON.stringify([{ ...release, name: undefined }]), 'FILE_DAMAGED'],
  ['that is no list', JSON.stringify(release), 'FILE_DAMAGED'],
])('refuses a file %s', async (_, text, code) => {
  expect(await readCalendar(await fileWith(text))).toMatchObject({ ok: false, error: { code } });
});

test('says that a file is not there', async () => {
  const missing = path.join(folder, 'nowhere.json');
  expect(await readCalendar(missing)).toMatchObject({ ok: false, error: { code: 'FILE_UNREADABLE' } });
});
