import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeDesk } from './desk/use-desk.ts';
import { dealType } from './terminal/mql5-values.ts';

const dayMs = 86_400_000;
/** For hours that pass in one step. */
const slowTimer = { InpTimerMs: 500 };
const denial = (code: string): object => ({ state: 'denied', fault: { code } });

describeDesk('the caps of the adviser', (desk) => {
  test.each<[string, Readonly<Record<string, number>>, Readonly<Record<string, unknown>>, string]>([
    ['the volume of one order', { InpMaxVolume: 0.09 }, {}, 'VOLUME_LIMIT'],
    ['the spread', { InpMaxSpreadPoints: 9 }, {}, 'SPREAD_TOO_WIDE'],
  ])('%s is capped', async (_name, inputs, changes, code) => {
    const rig = await desk({ inputs });
    expect(await rig.place(rig.entry(changes))).toMatchObject(denial(code));
    expect(rig.terminal.executions.all).toEqual([]);
  });

  test('what is just within a cap goes', async () => {
    const rig = await desk({
      inputs: { InpMaxVolume: 0.1, InpMaxSpreadPoints: 10, InpMaxPositions: 1, InpMaxTradesPerDay: 1 },
    });
    expect(await rig.place(rig.entry())).toMatchObject({ state: 'filled' });
  });

  test('positions are capped, whoever opened them, and an entry that is on its way counts', async () => {
    const rig = await desk({ inputs: { InpMaxPositions: 2 } });
    rig.terminal.trade({ symbol: 'EURUSD', side: 'buy', volume: 0.01 });
    rig.terminal.setOrderRules({ nth: 1, script: { delayMs: 1000 } });
    await rig.advance(40);
    const first = rig.entry();
    rig.send(first);
    await rig.advance(100);
    expect(await rig.place(rig.entry())).toMatchObject(denial('POSITIONS_MAX'));
    expect(await rig.resultAfter(first.id, 0, 'filled')).toMatchObject({ state: 'filled' });
  });

  test('trades of a broker day are counted from history, over restarts, and begin anew at broker midnight', async () => {
    // Five minutes before midnight of a server that is three hours ahead.
    const rig = await desk({
      inputs: { InpMaxTradesPerDay: 2, ...slowTimer },
      startUtcMs: Date.UTC(2026, 0, 14, 20, 55),
    });
    const { ticket } = await rig.position();
    await rig.place(rig.reduction(ticket));
    rig.terminal.trade({ symbol: 'EURUSD', side: 'buy', volume: 0.01 });
    await rig.advance(1500);
    expect(rig.limits).toMatchObject({ tradesToday: 2, maxTradesPerDay: 2 });
    await rig.restart();
    expect(await rig.place(rig.entry())).toMatchObject(denial('TRADES_MAX'));
    await rig.terminal.step(6 * 60_000);
    rig.terminal.tick('EURUSD', { bid: 1.1, ask: 1.1001 });
    await rig.until(() => rig.session.isOpen, 20_000);
    await rig.advance(1500);
    expect(await rig.place(rig.entry())).toMatchObject({ state: 'filled' });
  });

  test('the day’s loss is capped by equity, floating losses included', async () => {
    const rig = await desk({ inputs: { InpMaxDailyLossPercent: 1 } });
    await rig.advance(1500);
    expect(rig.limits).toMatchObject({ dayBaseline: 10_000, maxDailyLossRatio: 0.01, tradesToday: 0 });
    rig.terminal.trade({ symbol: 'EURUSD', side: 'buy', volume: 1 });
    rig.terminal.tick('EURUSD', { bid: 1.0992, ask: 1.0993 });
    await rig.advance(40);
    const entry = { stop: 1.0945, worstPrice: 1.1 };
    expect(await rig.place(rig.entry(entry))).toMatchObject({ state: 'filled' });
    rig.terminal.tick('EURUSD', { bid: 1.099, ask: 1.0991 });
    await rig.advance(40);
    expect(await rig.place(rig.entry(entry))).toMatchObject(denial('DAILY_LOSS_LIMIT'));
  });

  test('the baseline is kept over a restart and not set again within the day', async () => {
    const rig = await desk();
    await rig.advance(1500);
    const ticket = rig.terminal.trade({ symbol: 'EURUSD', side: 'buy', volume: 1 }).order;
    rig.terminal.tick('EURUSD', { bid: 1.09, ask: 1.0901 });
    rig.terminal.close(ticket);
    await rig.advance(40);
    await rig.restart();
    await rig.advance(1500);
    expect(rig.limits).toMatchObject({ dayBaseline: 10_000 });
    expect(await rig.place(rig.entry({ stop: 1.085, worstPrice: 1.0905 }))).toMatchObject(denial('DAILY_LOSS_LIMIT'));
  });

  test('an adviser that slept through midnight takes the day’s trading back out of the balance, deposits stay in', async () => {
    const rig = await desk();
    await rig.adviser.stop();
    const ticket = rig.terminal.trade({ symbol: 'EURUSD', side: 'buy', volume: 1 }).order;
    rig.terminal.tick('EURUSD', { bid: 1.09, ask: 1.0901 });
    rig.terminal.close(ticket);
    rig.terminal.moveMoney({ type: dealType.DEAL_TYPE_BALANCE, amount: 500 });
    rmSync(rig.file('state'));
    await rig.start();
    await rig.advance(1500);
    expect(rig.limits.dayBaseline).toBeCloseTo(10_500, 6);
  });

  test('a broker date moves once in 20 hours of this machine, whatever the server says', async () => {
    // Seven in the evening of a server that is three hours ahead: its day has lasted 19 hours.
    const rig = await desk({ inputs: slowTimer, startUtcMs: Date.UTC(2026, 0, 14, 16) });
    const today = Date.UTC(2026, 0, 14);
    const quoteOf = (stampMs: number): void => rig.terminal.tick('EURUSD', { bid: 1.1, ask: 1.1001, stampMs });
    await rig.advance(1500);
    expect(rig.limits.dayStampMs).toBe(today);
    quoteOf(today + dayMs + 10_000);
    await rig.advance(1500);
    expect(rig.limits.dayStampMs).toBe(today);
    await rig.terminal.step(3_660_000);
    quoteOf(today + dayMs + 30_000);
    await rig.until(() => rig.session.isOpen, 20_000);
    await rig.advance(1500);
    expect(rig.limits.dayStampMs).toBe(today + dayMs);
  });

  test('the app tightens the caps for its session, and never loosens them', async () => {
    const rig = await desk({ inputs: { InpMaxVolume: 0.5, InpMaxSpreadPoints: 0 } });
    await rig.limit({ maxVolume: 0.05, maxSpreadPoints: 30, maxDailyLossRatio: 0.5 });
    expect(rig.limits).toMatchObject({ maxVolume: 0.05, maxSpreadPoints: 30, maxDailyLossRatio: 0.05 });
    expect(await rig.place(rig.entry())).toMatchObject(denial('VOLUME_LIMIT'));
    await rig.limit({ maxVolume: 5 });
    expect(rig.limits).toMatchObject({ maxVolume: 0.5, maxSpreadPoints: 0 });
    await rig.limit({ maxVolume: 0.05 });
    rig.session.cut();
    await rig.until(() => rig.session.isOpen && rig.session.snapshot !== null, 15_000);
    expect(rig.session.snapshot?.head.limits).toMatchObject({ maxVolume: 0.5 });
  });

  test('closing and moving a stop are bound by no cap', async () => {
    const rig = await desk();
    const { ticket } = await rig.position();
    await rig.limit({
      maxVolume: 0.01,
      maxPositions: 1,
      maxTradesPerDay: 1,
      maxSpreadPoints: 1,
      maxDailyLossRatio: 0.000001,
    });
    expect(await rig.place(rig.modification(ticket))).toMatchObject({ state: 'modified' });
    expect(await rig.place(rig.reduction(ticket))).toMatchObject({ state: 'filled' });
  });

  test('a state that cannot be read halts, and the halt is lifted at the chart', async () => {
    const rig = await desk();
    await rig.advance(1500);
    await rig.adviser.stop();
    const file = rig.file('state');
    writeFileSync(file, readFileSync(file, 'utf8').replace('10000', '90000'));
    await rig.start();
    expect(rig.limits.halt).toMatchObject({ chart: true, app: false });
    expect(await rig.place(rig.entry())).toMatchObject(denial('HALTED'));
  });
});
