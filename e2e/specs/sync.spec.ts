import type { Locator } from '@playwright/test';
import { fault } from '#shared/base/fault.ts';
import { scriptedHoles } from '../fixtures/scripted-sync.ts';
import { expect, test } from '../fixtures/test.ts';
import type { CockpitPage } from '../pages/cockpit-page.ts';

const euroMinutes = { kind: 'bars', symbol: 'EURUSD', timeframe: 'M1' } as const;
const euroTicks = { kind: 'ticks', symbol: 'EURUSD', timeframe: null } as const;

async function shownSync(openCockpit: () => Promise<CockpitPage>): Promise<{ cockpit: CockpitPage; sync: Locator }> {
  const cockpit = await openCockpit();
  await cockpit.show('Sync');
  return { cockpit, sync: cockpit.panel('sync') };
}

test('each stream says how far it is, what is wrong on top', async ({ openCockpit }) => {
  const { cockpit, sync } = await shownSync(openCockpit);
  const streams = sync.getByRole('region', { name: 'Streams' });
  await expect(streams.locator('tbody tr').first()).toHaveAttribute('data-row', 'EURUSD M1');
  const holed = cockpit.row(sync, 'EURUSD M1');
  await expect(cockpit.cell(holed, 'phase')).toHaveText('Live');
  await expect(cockpit.cell(holed, 'holes')).toHaveText('2 (bars missing: 28)');
  await expect(cockpit.cell(holed, 'last')).toHaveText('12-10 14:04 1 min');
  await expect(cockpit.cell(holed, 'stored')).toHaveText('1,063,412');
  const fetched = cockpit.row(sync, 'EURUSD H1');
  await expect(cockpit.cell(fetched, 'phase')).toHaveText('Fetching');
  await expect(cockpit.cell(fetched, 'rate')).toHaveText('1,450/s');
  await expect(cockpit.cell(fetched, 'backfill')).toContainText('42\u202f%1:35 left');
  await expect(cockpit.cell(fetched, 'backfill').getByRole('progressbar')).toHaveAttribute('aria-valuenow', '42');
  await expect(cockpit.page.getByRole('tab', { name: 'Sync' })).toContainText('1');
  await expect(sync.locator('.notice')).toContainText('EURUSD M1: bars are missing where the market was open (28).');
});

test('a stream that waits counts down to its next attempt, and the doctor says what to do', async ({
  engine,
  openCockpit,
}) => {
  const { cockpit, sync } = await shownSync(openCockpit);
  const row = cockpit.row(sync, 'EURUSD M1');
  engine.sync.change(euroMinutes, {
    phase: 'waiting',
    attempts: 3,
    nextAttemptInMs: 90_000,
    fault: fault('SYNC_TIMEOUT', 'No answer within 10 s.'),
  });
  await expect(cockpit.cell(row, 'phase')).toHaveText('Waiting');
  await expect(cockpit.cell(row, 'attempt')).toHaveText(/^in 1:2\d$/);
  await expect(cockpit.cell(row, 'fault')).toHaveText('The terminal did not answer in time.');
  await expect(sync.locator('.notice', { hasText: 'EURUSD M1' }).first()).toContainText('see whether MT5 is loading');
  engine.sync.change(euroMinutes, { phase: 'live', attempts: 0, nextAttemptInMs: null, fault: null });
  await expect(cockpit.cell(row, 'phase')).toHaveText('Live');
  await expect(sync.locator('.notice', { hasText: 'did not answer' })).toHaveCount(0);
});

test('a store that cannot be written is the first thing that is read', async ({ engine, openCockpit }) => {
  const { cockpit, sync } = await shownSync(openCockpit);
  const full = fault('STORE_FULL', 'The disk is full. Nothing that was stored is lost.');
  engine.sync.change(euroTicks, { phase: 'paused', fault: full });
  const stores = engine.sync.health.stores.map((it) =>
    it.name === 'market' ? { ...it, level: 'fault' as const, fault: full } : it,
  );
  engine.sync.show({ stores });
  await expect(sync.locator('.notice').first()).toContainText('market.db, EURUSD ticks: The disk is full.');
  await expect(sync.locator('.notice').first()).toContainText('Make room on this disk.');
  await expect(cockpit.row(sync, 'EURUSD ticks')).toHaveAttribute('data-tone', 'fault');
  await expect(cockpit.row(sync, 'market')).toHaveAttribute('data-tone', 'fault');
  await expect(cockpit.cell(cockpit.row(sync, 'market'), 'size')).toHaveText('412 MB');
});

test('a terminal without its history service is told how to start it', async ({ engine, openCockpit }) => {
  const { sync } = await shownSync(openCockpit);
  engine.sync.show({ isHistoryConnected: false });
  await expect(sync).toContainText('history service not connected');
  await expect(sync.locator('.notice').first()).toContainText('start AtsHistory');
});

test('a symbol that the broker calls otherwise names those that there are', async ({ engine, openCockpit }) => {
  const { sync } = await shownSync(openCockpit);
  const unknown = fault('SYMBOL_UNKNOWN', 'EURUSD is not known.', { similar: 'EURUSD.m, EURUSDpro' });
  engine.sync.change(euroMinutes, { phase: 'failed', fault: unknown });
  await expect(sync.locator('.notice').first()).toContainText('The terminal knows: EURUSD.m, EURUSDpro.');
});

test('the trader asks for one symbol, or for all, and reads what came of it', async ({ engine, openCockpit }) => {
  const { cockpit, sync } = await shownSync(openCockpit);
  await cockpit.row(sync, 'EURUSD M1').getByRole('button', { name: 'Sync now: EURUSD' }).click();
  await expect(cockpit.strip.newestMessage).toContainText('Synchronization of EURUSD asked for.');
  await sync.getByRole('button', { name: 'Sync all now' }).click();
  await expect(cockpit.strip.newestMessage).toContainText('Synchronization of all symbols asked for.');
  expect(engine.received.filter(({ name }) => name === 'sync.run').map(({ input }) => input)).toEqual([
    { symbols: ['EURUSD'] },
    { symbols: null },
  ]);
  engine.refuse(fault('NOT_CONNECTED', 'No terminal.'));
  await sync.getByRole('button', { name: 'Sync all now' }).click();
  await expect(cockpit.strip.newestMessage).toContainText('The terminal is not connected.');
});

test('a backup is made from the panel, and its place is told', async ({ engine, openCockpit }) => {
  const { cockpit, sync } = await shownSync(openCockpit);
  await sync.getByRole('button', { name: 'Back up now' }).click();
  await expect(cockpit.strip.newestMessage).toContainText('Backup made and checked: 12.5 MB.');
  expect(engine.received.filter(({ name }) => name === 'backup.create').map(({ input }) => input)).toEqual([
    { into: null },
  ]);
});

test('holes are told by the pointer and by the keys', async ({ openCockpit }) => {
  const { sync } = await shownSync(openCockpit);
  const map = sync.getByRole('region', { name: 'Hole map' });
  const strip = map.getByRole('slider', { name: 'Holes of EURUSD M1' });
  await expect(strip).toHaveAttribute('aria-valuetext', 'Holes in this span: 6');
  await strip.focus();
  const unexpected = 'unexpected, 2025-12-10 08:05 – 08:30, bars missing: 25, times asked for: 2';
  for (const [key, text] of [
    ['ArrowLeft', unexpected],
    ['ArrowLeft', 'market closed, 2025-12-09 22:05 – 23:05'],
    ['ArrowDown', 'unexpected, 2025-12-08 17:05 – 17:08, bars missing: 3, times asked for: 2'],
    ['ArrowUp', unexpected],
    ['Home', 'holiday, 2025-12-03 22:05 – 2025-12-04 22:05'],
    ['ArrowRight', 'weekend, 2025-12-05 22:05 – 2025-12-07 23:05'],
    ['End', unexpected],
  ] as const) {
    await strip.press(key);
    await expect(strip).toHaveAttribute('aria-valuetext', new RegExp(text.slice(0, 40)));
  }
  await expect(map).toContainText(`EURUSD M1: ${unexpected}`);
  await strip.blur();
  await expect(map).not.toContainText('bars missing: 25');
  const box = await strip.boundingBox();
  if (box === null) throw new Error('the strip is drawn');
  // Six hours before the end of a week.
  await strip.hover({ position: { x: box.width * (1 - 5.9 / 168), y: 5 } });
  await expect(map).toContainText(`EURUSD M1: ${unexpected}`);
});

test('as long as the holes are not known, nothing is drawn as stored', async ({ engine, openCockpit }) => {
  const release = engine.holdAnswers();
  const { sync } = await shownSync(openCockpit);
  const stored = sync.getByRole('slider', { name: 'Holes of EURUSD M1' }).locator('.hole-strip-stored');
  await expect(stored).toHaveAttribute('width', '0');
  release();
  await expect(stored).not.toHaveAttribute('width', '0');
});

test('the holes of another symbol and another span are asked for', async ({ engine, openCockpit }) => {
  const { sync } = await shownSync(openCockpit);
  const map = sync.getByRole('region', { name: 'Hole map' });
  engine.sync.showHoles(scriptedHoles().slice(0, 2));
  await map.getByRole('combobox', { name: 'Symbol' }).selectOption('XAUUSD');
  await expect(map.getByRole('slider')).toHaveCount(2);
  const strip = map.getByRole('slider', { name: 'Holes of XAUUSD M1' });
  await expect(strip).toHaveAttribute('aria-valuetext', 'Holes in this span: 2');
  await map.getByRole('radio', { name: 'Year' }).check();
  await expect(strip).toHaveAttribute('aria-valuetext', 'Holes in this span: 2');
});

test('before a terminal has ever connected, the panel says what to do', async ({ engine, openCockpit }) => {
  engine.sync.show({ streams: [], stores: [], logs: [] });
  const { sync } = await shownSync(openCockpit);
  await expect(sync).toContainText('Nothing is synchronized yet');
  await expect(sync).toContainText('Start the terminal');
});
