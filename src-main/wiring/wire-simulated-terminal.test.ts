import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Bar } from '#shared/market/bar.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { lots } from '#shared/units/lots.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { makePairingToken } from '#main/protocol/pairing-token.ts';
import type { ServerOutput } from '#main/protocol/server-session.ts';
import { serverMs } from '#main/protocol/server-ms.ts';
import type { SimulatedTerminal, TerminalNote } from '#main/simulation/simulated-terminal.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { ScriptedCockpit } from '#main/testkit/scripted-cockpit.ts';
import { valueOf } from './play-recording.suite.ts';
import { noOrderFaults, wireSimulatedTerminal, type SimulatedTerminalOptions } from './wire-simulated-terminal.ts';

const rigClock = brokerClock('ny+7');
const dayMs = 86_400_000;
const startUtcMs = utcMs(Date.UTC(2025, 0, 15));
const token = makePairingToken(realTime.rng.bytes(20));

/** Gold at full speed with a few days behind it, on an account of 25,000 dollars, where nothing goes wrong. */
const usualOptions = {
  symbol: 'XAUUSD',
  clockRule: 'ny+7',
  seed: 7,
  history: null,
  startUtcMs: null,
  historyDays: 5,
  speed: 1_000_000,
  balance: 25_000,
  faults: noOrderFaults,
} as const;

/** A folder with a cockpit that listens and subscribes to nothing, and the terminals that were started in it. */
class Desk implements AsyncDisposable {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'ats-desk-'));
  readonly notes: TerminalNote[] = [];
  #cockpit: ScriptedCockpit | null = null;
  #terminal: SimulatedTerminal | null = null;

  async listen(): Promise<ScriptedCockpit> {
    const welcome = { appVersion: '0.1.0', lastDealTicket: null, subscriptions: [] };
    return (this.#cockpit = await ScriptedCockpit.listen({ address: this.#address, token, welcome }));
  }

  async start(wish: Partial<SimulatedTerminalOptions> = {}) {
    this.stop();
    const place = { folder: path.join(this.#folder, 'terminal'), address: this.#address };
    const onNote = (note: TerminalNote): void => void this.notes.push(note);
    const started = await wireSimulatedTerminal({ ...usualOptions, ...place, token, onNote, ...wish });
    if (!started.ok) return started;
    started.value.start();
    this.#terminal = started.value;
    return started;
  }

  stop(): void {
    this.#terminal?.[Symbol.dispose]();
    this.#terminal = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop();
    await this.#cockpit?.[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #address(): string {
    const { platform } = process;
    return platform === 'win32' ? `\\\\.\\pipe\\ats-${this.#folder.slice(-6)}` : path.join(this.#folder, 'pipe.sock');
  }
}

/** Asks for bars and answers their openings in UTC, in the order in which they came. */
async function history(
  cockpit: ScriptedCockpit,
  { symbol, timeframe = 'M1', fromUtcMs, toUtcMs }: Asked,
  clock = rigClock,
): Promise<readonly number[]> {
  await expect.poll(() => cockpit.isDataSessionOpen).toBe(true);
  const from = cockpit.heardOfHistory.length;
  const span = { fromStampMs: stamp(fromUtcMs, clock), toStampMs: stamp(toUtcMs, clock) };
  cockpit.askForHistory({ kind: 'BARS_REQUEST', body: { request: 1, symbol, timeframe, ...span } });
  await cockpit.untilHistory((it) => it.kind === 'reported' && it.message.kind === 'HISTORY_END', from);
  return cockpit.heardOfHistory.slice(from).flatMap((it) => {
    if (it.kind !== 'reported' || it.message.kind !== 'BARS') return [];
    return it.message.body.bars.map(({ openStampMs }) => clock.toUtc(openStampMs));
  });
}

interface Asked {
  readonly symbol: string;
  readonly timeframe?: 'M1' | 'H1' | 'D1';
  readonly fromUtcMs: number;
  readonly toUtcMs: number;
}

const stamp = (at: number, clock = rigClock) => serverMs(clock.toBroker(utcMs(at)));

test('months of several seeded symbols are answered as they are asked for, in the hours of each', async () => {
  await using desk = new Desk();
  const cockpit = await desk.listen();
  const symbols = [{ symbol: 'EURUSD' }, { symbol: 'GOLD.r', like: 'XAUUSD', terms: { digits: 3, point: 0.001 } }];
  valueOf(await desk.start({ symbols, startUtcMs, historyDays: 100 }));
  const days = { fromUtcMs: startUtcMs - 100 * dayMs, toUtcMs: startUtcMs };
  const daily = await history(cockpit, { symbol: 'EURUSD', timeframe: 'D1', ...days });
  expect(daily.length).toBeGreaterThan((100 / 7) * 5 - 3);
  const monday = Date.UTC(2024, 10, 18);
  const aDay = { fromUtcMs: monday, toUtcMs: monday + dayMs - 60_000 };
  expect((await history(cockpit, { symbol: 'EURUSD', ...aDay })).length).toBe(1440);
  expect((await history(cockpit, { symbol: 'GOLD.r', ...aDay })).length).toBe(1380);
  expect(await history(cockpit, { symbol: 'XAUUSD', ...aDay })).toEqual(
    await history(cockpit, { symbol: 'GOLD.r', ...aDay }),
  );
  expect(desk.notes.filter(({ event }) => event === 'historyAnswered').length).toBe(5);
});

test('the market opens by New York’s clock, before and after it is set forward, whatever the server’s own clock does', async () => {
  const sunday = Date.UTC(2025, 2, 9);
  const openingOf = (told: readonly number[]): string => new Date(Math.min(...told)).toISOString().slice(0, 16);
  for (const clockRule of ['ny+7', 'eet'] as const) {
    await using desk = new Desk();
    const cockpit = await desk.listen();
    valueOf(await desk.start({ symbol: 'EURUSD', clockRule, startUtcMs: utcMs(sunday + 3 * dayMs), historyDays: 12 }));
    const weekend = (at: number): Asked => ({ symbol: 'EURUSD', fromUtcMs: at, toUtcMs: at + 2 * dayMs });
    const clock = brokerClock(clockRule);
    const before = await history(cockpit, weekend(sunday - 7 * dayMs), clock);
    const after = await history(cockpit, weekend(sunday), clock);
    expect([openingOf(before), openingOf(after)]).toEqual(['2025-03-02T22:00', '2025-03-09T21:00']);
  }
});

test('recorded minutes can be given without a file, and other ones are another market', async () => {
  await using desk = new Desk();
  const bars = sampleBars({ count: 300 });
  const [first] = bars;
  const recorded = (its: readonly Bar[]) => ({ symbols: [{ symbol: 'XAUUSD', bars: its }] });
  const cockpit = await desk.listen();
  valueOf(await desk.start({ ...recorded(bars), startUtcMs: utcMs((first?.openTimeUtcMs ?? 0) + 200 * 60_000) }));
  const span = { fromUtcMs: first?.openTimeUtcMs ?? 0, toUtcMs: startUtcMs };
  const told = await history(cockpit, { symbol: 'XAUUSD', ...span });
  expect(told.slice(0, 200)).toEqual(bars.slice(0, 200).map(({ openTimeUtcMs }) => openTimeUtcMs));
  expect(await desk.start(recorded(bars.slice(1)))).toMatchObject({ ok: false, error: { code: 'SETTINGS_INVALID' } });
  expect(await desk.start(recorded([]))).toMatchObject({ ok: false, error: { code: 'ROWS_INVALID' } });
});

test('a symbol joins the account that there is, and one may not leave while it has a position', async () => {
  await using desk = new Desk();
  const cockpit = await desk.listen();
  valueOf(await desk.start({ startUtcMs, speed: 60 }));
  desk.stop();
  const symbols = [{ symbol: 'EURUSD' }];
  const terminal = valueOf(await desk.start({ startUtcMs, symbols, speed: 60 }));
  await expect.poll(() => desk.notes.filter(({ event }) => event === 'caughtUp').length).toBeGreaterThan(0);
  await expect.poll(() => cockpit.heard.some(({ kind }) => kind === 'listCompleted')).toBe(true);
  const byHand = { clientOrderId: null, origin: 'manual', symbol: 'EURUSD', side: 'buy', volume: lots(0.1) } as const;
  terminal.tradeByHand({ kind: 'entry', ...byHand, stop: null, target: null, worstPrice: null });
  expect(await desk.start({ startUtcMs, speed: 60 })).toMatchObject({
    ...{ ok: false, error: { code: 'SETTINGS_INVALID', facts: { symbol: 'EURUSD' } } },
  });
  expect((await desk.start({ startUtcMs, symbols, speed: 60 })).ok).toBe(true);
});

test('a symbol that the broker renames takes its market and its positions along', async () => {
  await using desk = new Desk();
  const cockpit = await desk.listen();
  const terminal = valueOf(await desk.start({ startUtcMs, speed: 60 }));
  await expect.poll(() => cockpit.heard.filter(isPositions).length).toBeGreaterThan(0);
  const byHand = { clientOrderId: null, origin: 'manual', symbol: 'XAUUSD', side: 'buy', volume: lots(0.1) } as const;
  terminal.tradeByHand({ kind: 'entry', ...byHand, stop: null, target: null, worstPrice: null });
  const from = cockpit.heard.length;
  const renamed = { symbols: [{ symbol: 'GOLD', like: 'XAUUSD', formerly: 'XAUUSD' }], symbol: 'GOLD' };
  valueOf(await desk.start({ startUtcMs, speed: 60, ...renamed }));
  const { symbols, positions } = await cockpit.until((it) => it.kind === 'snapshotCompleted' && it.snapshot, from);
  expect(symbols.instruments.map(({ symbol }) => symbol)).toEqual(['GOLD']);
  expect(positions.positions).toMatchObject([{ symbol: 'GOLD', volume: 0.1 }]);
  expect(await desk.start({ startUtcMs, speed: 60 })).toMatchObject({ ok: false });
});

test('an account can have thousands of deals behind it, with money that came and went, and stands at its balance', async () => {
  await using desk = new Desk();
  const cockpit = await desk.listen();
  const symbols = [{ symbol: 'EURUSD' }];
  valueOf(await desk.start({ startUtcMs, symbols, historyDays: 90, pastDeals: 3000, speed: 60 }));
  const { head, deals } = await cockpit.until((it) => it.kind === 'snapshotCompleted' && it.snapshot);
  expect(deals.deals.length).toBeGreaterThan(2900);
  const sum = [
    ...deals.deals.map(({ profit, commission, swap }) => profit + commission + swap),
    ...deals.cash.map(({ amount }) => amount),
  ].reduce((total, amount) => total + amount, 0);
  expect(sum).toBeCloseTo(25_000, 2);
  expect(head.account.balance).toBe(25_000);
  expect(deals.cash.some(({ amount }) => amount < 0) && deals.cash.filter(({ amount }) => amount > 0).length > 1).toBe(
    true,
  );
  const tickets = [...deals.deals, ...deals.cash].sort((a, b) => Number(a.dealTicket) - Number(b.dealTicket));
  const stamps = tickets.map(({ stampMs }) => stampMs);
  expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
  expect(new Set(deals.deals.map(({ symbol }) => symbol))).toEqual(new Set(['XAUUSD', 'EURUSD']));
});

test('a calendar can be made up: its figures are known from their release on', async () => {
  await using desk = new Desk();
  const cockpit = await desk.listen();
  valueOf(await desk.start({ startUtcMs, historyDays: 30, calendar: 'seeded', speed: 60 }));
  await cockpit.until((it) => it.kind === 'snapshotCompleted');
  const span = { fromStampMs: stamp(startUtcMs - 15 * dayMs), toStampMs: stamp(startUtcMs + 15 * dayMs) };
  cockpit.send({ kind: 'CALENDAR_REQUEST', body: { ...span, currencies: ['USD'] } });
  const events = await cockpit.until(
    (it) => it.kind === 'listCompleted' && it.list.kind === 'calendar' && it.list.events,
  );
  const isReleased = (event: (typeof events)[number]): boolean => event.stampMs <= stamp(startUtcMs);
  expect(events.filter(isReleased).length).toBeGreaterThan(2);
  expect(events.every((event) => isReleased(event) === (event.actual !== null))).toBe(true);
});

const isPositions = (output: ServerOutput): boolean =>
  output.kind === 'listCompleted' && output.list.kind === 'positions';

test.each([
  ['a symbol that the simulation does not know', { symbols: [{ symbol: 'ZINC' }] }, 'INSTRUMENT_MISSING'],
  ['terms that make no instrument', { symbols: [{ symbol: 'EURUSD', terms: { digits: -1 } }] }, 'SETTINGS_INVALID'],
])('refuses %s', async (_what, wish, code) => {
  await using desk = new Desk();
  expect(await desk.start(wish)).toMatchObject({ ok: false, error: { code } });
});
