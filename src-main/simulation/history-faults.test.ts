import { expect, test } from 'vitest';
import { serverMs } from '#main/protocol/server-ms.ts';
import type { ScriptedCockpit } from '#main/testkit/scripted-cockpit.ts';
import { points } from '#shared/units/points.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { HistoryDeed } from './session/history-deed.ts';
import { isReport, report, rigBars, rigClock, rigStartUtcMs, TerminalRig } from './simulated-terminal.suite.ts';

const patience = { timeout: 20_000, interval: 20 };
const minuteMs = 60_000;

/** A hundred and ninety-nine minutes of the past. */
const past = { bars: rigBars, startUtcMs: utcMs((rigBars[0]?.openTimeUtcMs ?? 0) + 199 * minuteMs), speed: 60 };
const openings = rigBars.slice(0, 199).map(({ openTimeUtcMs }) => openTimeUtcMs);
const [first = 0, lastOfPast = 0] = [openings[0], openings.at(-1)];

interface Heard {
  readonly openings: readonly number[];
  readonly end: { readonly sent: number; readonly fault: { readonly code: string } | null };
}

const stamp = (at: number) => serverMs(rigClock.toBroker(utcMs(at)));

/** Asks for bars on the data session and waits for the end of the answer. */
async function ask(cockpit: ScriptedCockpit, request: number, from = first, to = lastOfPast): Promise<Heard> {
  await expect.poll(() => cockpit.isDataSessionOpen, patience).toBe(true);
  const index = cockpit.heardOfHistory.length;
  const body = { request, symbol: 'XAUUSD', timeframe: 'M1' as const };
  cockpit.askForHistory({ kind: 'BARS_REQUEST', body: { ...body, fromStampMs: stamp(from), toStampMs: stamp(to) } });
  const { message } = await cockpit.untilHistory(report('HISTORY_END'), index);
  const bars = cockpit.heardOfHistory.slice(index).filter(isReport('BARS'));
  const times = bars.flatMap((it) => it.message.body.bars.map(({ openStampMs }) => rigClock.toUtc(openStampMs)));
  return { openings: times, end: message.body };
}

const withHistory = (...historyScript: readonly HistoryDeed[]) => ({ ...past, marketFaults: { historyScript } });

test('a page that is lost is counted, so that the end betrays it; asked again all is there', async () => {
  await using rig = await TerminalRig.start(withHistory('partial'));
  const lost = await ask(rig.cockpit, 1);
  expect(lost.end).toMatchObject({ sent: 199, fault: null });
  expect(lost.openings.length).toBeLessThan(199);
  expect(await ask(rig.cockpit, 2)).toMatchObject({ openings, end: { sent: 199, fault: null } });
});

test('a failed answer says why, at once or after a page', async () => {
  await using rig = await TerminalRig.start(withHistory('failed', 'failedHalfway'));
  expect(await ask(rig.cockpit, 1)).toMatchObject({
    openings: [],
    end: { sent: 0, fault: { code: 'HISTORY_UNAVAILABLE' } },
  });
  const half = await ask(rig.cockpit, 2);
  expect(half.end).toMatchObject({ sent: half.openings.length, fault: { code: 'HISTORY_UNAVAILABLE' } });
  expect(half.openings).toEqual(openings.slice(0, half.openings.length));
});

test('pages come twice, or in another order, and are all counted', async () => {
  await using rig = await TerminalRig.start(withHistory('duplicated', 'reordered'));
  const twice = await ask(rig.cockpit, 1);
  expect(twice.end.sent).toBe(2 * 199);
  expect(twice.openings.toSorted((a, b) => a - b)).toEqual(openings.flatMap((at) => [at, at]));
  expect([...(await ask(rig.cockpit, 2)).openings].sort((a, b) => a - b)).toEqual(openings);
});

test('late and busy answers are whole, and a busy one says before that it will take a while', async () => {
  await using rig = await TerminalRig.start(withHistory('late', 'busy'));
  for (const request of [1, 2]) {
    const since = performance.now();
    expect(await ask(rig.cockpit, request)).toMatchObject({ openings });
    expect(performance.now() - since).toBeGreaterThan(400);
  }
  const answers = rig.notes.filter(({ event }) => event === 'historyAnswered');
  expect(answers.every((note) => note.event === 'historyAnswered' && note.ownMs < 400)).toBe(true);
});

test('a service that has gone silent answers nothing until its session is made anew', async () => {
  await using rig = await TerminalRig.start(withHistory('silent'));
  const { cockpit } = rig;
  const silent = ask(cockpit, 1);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(cockpit.heardOfHistory.some(isReport('HISTORY_END'))).toBe(false);
  cockpit.cutHistory();
  await expect.poll(() => cockpit.isDataSessionOpen, patience).toBe(false);
  expect(await ask(cockpit, 2)).toMatchObject({ openings });
  await silent;
});

test('an answer can be cut off with its line; the service comes back by itself', async () => {
  await using rig = await TerminalRig.start(withHistory('dropped'));
  const { cockpit } = rig;
  await expect.poll(() => cockpit.isDataSessionOpen, patience).toBe(true);
  const body = { request: 1, symbol: 'XAUUSD', timeframe: 'M1' as const };
  cockpit.askForHistory({
    kind: 'BARS_REQUEST',
    body: { ...body, fromStampMs: stamp(first), toStampMs: stamp(lastOfPast) },
  });
  await expect.poll(() => cockpit.isDataSessionOpen, patience).toBe(false);
  expect(cockpit.heardOfHistory.some(isReport('HISTORY_END'))).toBe(false);
  expect(await ask(cockpit, 2)).toMatchObject({ openings });
});

test('faults come by chance as well, the same with the same seed', async () => {
  const historyChances = [{ deed: 'failed', ratio: 0.5 }] as const;
  const codes = async (): Promise<readonly unknown[]> => {
    await using rig = await TerminalRig.start({ ...past, marketFaults: { historyChances, seed: 4 } });
    const heard: unknown[] = [];
    for (let request = 1; request <= 12; request++)
      heard.push((await ask(rig.cockpit, request)).end.fault?.code ?? null);
    return heard;
  };
  const drawn = await codes();
  expect(new Set(drawn)).toEqual(new Set([null, 'HISTORY_UNAVAILABLE']));
  expect(await codes()).toEqual(drawn);
});

test('the service is absent until it is started, and can be killed and started alone', async () => {
  await using rig = await TerminalRig.start({ ...past, marketFaults: { historyStartsAfterMs: null } });
  const { cockpit } = rig;
  await cockpit.until(report('TICKS'));
  expect(cockpit.isDataSessionOpen).toBe(false);
  rig.terminal.startHistoryService();
  expect((await ask(cockpit, 1)).openings.length).toBe(199);
  rig.terminal.killHistoryService();
  await expect.poll(() => cockpit.isDataSessionOpen, patience).toBe(false);
  const { session } = cockpit;
  rig.terminal.startHistoryService();
  expect((await ask(cockpit, 2)).openings.length).toBe(199);
  expect(cockpit.session).toBe(session);
});

test('a late service comes by itself', async () => {
  await using rig = await TerminalRig.start({ ...past, marketFaults: { historyStartsAfterMs: 300 } });
  await rig.cockpit.until(report('TICKS'));
  expect(rig.cockpit.isDataSessionOpen).toBe(false);
  expect((await ask(rig.cockpit, 1)).openings.length).toBe(199);
});

test('a hole is missing from what is answered until it was asked for often enough, or for ever', async () => {
  const at = (minute: number): UtcMs => utcMs(first + minute * minuteMs);
  const holes = [
    { symbol: 'XAUUSD', fromUtcMs: at(10), toUtcMs: at(20), filledAtAsking: 3 },
    { symbol: 'XAUUSD', fromUtcMs: at(50), toUtcMs: at(51), filledAtAsking: null },
  ];
  await using rig = await TerminalRig.start({ ...past, marketFaults: { holes } });
  const missing = async (request: number, from = 0, to = 198): Promise<readonly number[]> => {
    const { openings: told } = await ask(rig.cockpit, request, at(from), at(to));
    return openings
      .filter((it) => it >= at(from) && it <= at(to) && !told.includes(it))
      .map((it) => (it - first) / minuteMs);
  };
  const ten = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19];
  expect(await missing(1)).toEqual([...ten, 50]);
  expect(await missing(2, 100)).toEqual([]);
  expect(await missing(3, 19, 30)).toEqual([19]);
  expect(await missing(4)).toEqual([50]);
  expect(await missing(5, 50, 50)).toEqual([50]);
});

test('a correction is told to who listens: its minutes once more, and the ticks since then in place of those told', async () => {
  await using rig = await TerminalRig.start({ speed: 600 });
  const { cockpit } = rig;
  await expect.poll(() => cockpit.heard.filter(isReport('BARS')).length, patience).toBeGreaterThan(5);
  const corrected = rigBars[61];
  const fromUtcMs = utcMs(corrected?.openTimeUtcMs ?? 0);
  const index = cockpit.heard.length;
  rig.terminal.correct({ symbol: 'XAUUSD', fromUtcMs, toUtcMs: utcMs(fromUtcMs + minuteMs), points: points(100) });
  const { message } = await cockpit.until(
    (output) => isReport('TICKS')(output) && output.message.body.isRewind && output,
    index,
  );
  expect(message.body.ticks[0]).toMatchObject({ stampMs: stamp(fromUtcMs), bid: (corrected?.open ?? 0) + 1 });
  const bars = cockpit.heard.slice(index).find(isReport('BARS'));
  expect(bars?.message.body.bars).toMatchObject([
    { openStampMs: stamp(fromUtcMs), close: (corrected?.close ?? 0) + 1 },
  ]);
  const { openings: told } = await ask(cockpit, 1, fromUtcMs, fromUtcMs);
  expect(told).toEqual([fromUtcMs]);
  await cockpit.until(report('BARS'), cockpit.heard.length);
});

test('a correction that lies ahead is said from its time on', async () => {
  const fromUtcMs = utcMs(rigStartUtcMs + minuteMs);
  const later = { fromUtcMs, toUtcMs: utcMs(fromUtcMs + minuteMs), saidFromUtcMs: utcMs(fromUtcMs + 5 * minuteMs) };
  const corrections = [{ symbol: 'XAUUSD', points: points(100), ...later }];
  await using rig = await TerminalRig.start({ speed: 6000, marketFaults: { corrections } });
  const closes = (): readonly number[] =>
    rig.cockpit.heard
      .filter(isReport('BARS'))
      .flatMap(({ message }) => message.body.bars.filter(({ openStampMs }) => openStampMs === stamp(fromUtcMs)))
      .map(({ close }) => close);
  await expect.poll(() => closes().length, patience).toBe(2);
  const [before = 0, after = 0] = closes();
  expect(after - before).toBeCloseTo(1, 6);
});
