import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestInfo } from '@playwright/test';
import { startHeadlessEngine } from '#main/testkit/headless-engine.ts';
import { runToEnd } from '#main/testkit/run-to-end.ts';
import { startTerminal, type TerminalProcess } from '#main/testkit/terminal-process.ts';
import { expect, test } from '../fixtures/test.ts';
import type { CockpitPage } from '../pages/cockpit-page.ts';

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ats-sync-'));
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ version: 1, symbols: ['EURUSD'] }));
});

test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** With nothing scripted: a terminal is killed in the middle of its back-fill and comes back, and window and command line tell it. */
test('a terminal that is killed is waited for, and what was missed is fetched when it comes back', async ({
  openWindow,
}, info) => {
  test.setTimeout(180_000);
  await using engine = await startHeadlessEngine({ data: folder, words: ['--no-launch-terminal'] });
  const cockpit = await openWindow();
  await cockpit.goto(engine.url);
  await cockpit.show('Sync');
  const sync = cockpit.panel('sync');
  await expect(sync.locator('.notice').first()).toContainText('Start the terminal');

  const phase = (stream: string) => cockpit.cell(cockpit.row(sync, stream), 'phase');
  const stored = async (stream: string): Promise<number> => {
    const text = await cockpit.cell(cockpit.row(sync, stream), 'stored').textContent();
    return Number(text?.replaceAll(',', ''));
  };
  {
    await using terminal = openTerminal();
    await terminal.noted(({ event }) => event === 'connected');
    await expect(phase('XAUUSD M1')).toHaveText('Fetching', { timeout: 20_000 });
    await expect.poll(() => stored('XAUUSD M1')).toBeGreaterThan(5_000);
    await keepScreenshot(cockpit, info, 'back-fill');
    await terminal.kill();
  }
  for (const stream of ['XAUUSD M1', 'XAUUSD ticks', 'EURUSD M1', 'EURUSD ticks', 'deals'])
    await expect(phase(stream)).toHaveText('Waiting');
  await expect(sync.locator('.notice').first()).toContainText('EURUSD H4 and more (9): The terminal is not connected.');
  await keepScreenshot(cockpit, info, 'terminal killed');
  const before = await stored('XAUUSD M1');
  expect(await atsSync()).toMatchObject({ code: 1, answer: { error: { code: 'NOT_CONNECTED' } } });

  await using again = openTerminal();
  await again.noted(({ event }) => event === 'connected');
  for (const stream of ['XAUUSD M1', 'XAUUSD ticks', 'EURUSD M1', 'EURUSD ticks', 'deals'])
    await expect(phase(stream)).toHaveText('Live', { timeout: 90_000 });
  expect(await stored('XAUUSD M1')).toBeGreaterThan(before);
  await expect(sync.locator('.notice')).toHaveCount(0);
  // Years may have come in bulk meanwhile: the chart stands at the newest bar all the same.
  await expect(cockpit.page.getByRole('button', { name: 'To the newest' })).toHaveCount(0);
  expect(await atsSync()).toMatchObject({ code: 0, answer: { isInStep: true } });
  await sync.getByRole('slider', { name: 'Holes of XAUUSD M1' }).press('End');
  await keepScreenshot(cockpit, info, 'in step again');
  await cockpit.strip.language('RU').check();
  await keepScreenshot(cockpit, info, 'in step again, RU');
  expect(cockpit.violations).toEqual([]);
  expect(engine.complaints()).not.toContain('ERROR');
});

/** The terminal lacks forty minutes for good, and finds five others when it is asked for them a second time. */
test('minutes that the terminal lacks are shown, asked for again, and shown no more once they are there', async ({
  openWindow,
}, info) => {
  test.setTimeout(120_000);
  await using engine = await startHeadlessEngine({ data: folder, words: ['--no-launch-terminal'] });
  const cockpit = await openWindow();
  await cockpit.goto(engine.url);
  await cockpit.show('Sync');
  const sync = cockpit.panel('sync');
  await using terminal = openTerminal([
    ...['--start', '2025-12-10T12:00:00Z'],
    ...['--hole', 'XAUUSD:2025-12-09T10:00:00Z/2025-12-09T10:40:00Z'],
    ...['--hole', 'XAUUSD:2025-12-08T14:00:00Z/2025-12-08T14:05:00Z=2'],
  ]);
  await terminal.noted(({ event }) => event === 'connected');
  const row = cockpit.row(sync, 'XAUUSD M1');
  await expect(cockpit.cell(row, 'phase')).toHaveText('Live', { timeout: 60_000 });
  await expect(cockpit.cell(row, 'holes')).toHaveText('1 (bars missing: 40)', { timeout: 60_000 });
  await expect(sync.locator('.notice')).toContainText('XAUUSD M1: bars are missing where the market was open (40).');

  const strip = sync.getByRole('slider', { name: 'Holes of XAUUSD M1' });
  await strip.press('ArrowUp');
  const hole = 'unexpected, 2025-12-09 10:00 – 10:40, bars missing: 40, times asked for';
  await expect(strip).toHaveAttribute('aria-valuetext', new RegExp(`^${hole}: `));
  await keepScreenshot(cockpit, info, 'hole');
  const asked = async (): Promise<number> =>
    Number(/times asked for: (\d+)/.exec((await strip.getAttribute('aria-valuetext')) ?? '')?.[1]);
  const before = await asked();
  await row.getByRole('button', { name: 'Sync now: XAUUSD' }).click();
  await strip.press('ArrowUp');
  await expect.poll(asked, { timeout: 20_000 }).toBeGreaterThan(before);
  expect(engine.complaints()).not.toContain('ERROR');
});

/** The same account and the same market each time: what it is killed with is in its folder. */
const openTerminal = (words: readonly string[] = []): TerminalProcess =>
  startTerminal({
    folder: path.join(folder, 'simulated-terminal'),
    token: readFileSync(path.join(folder, 'pairing'), 'utf8').trim(),
    words: ['--speed', '60', '--history-days', '120', '--also', 'EURUSD', ...words],
  });

async function atsSync(): Promise<{ readonly code: number | null; readonly answer: unknown }> {
  const { code, stdout } = await runToEnd('cli', ['sync', '--wait', '--json', '--data', folder]);
  return { code, answer: JSON.parse(stdout) as unknown };
}

async function keepScreenshot({ page }: CockpitPage, info: TestInfo, name: string): Promise<void> {
  const file = info.outputPath(`${name}.png`);
  await page.screenshot({ path: file });
  await info.attach(name, { path: file, contentType: 'image/png' });
}
