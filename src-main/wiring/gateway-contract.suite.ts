import { describe, expect, test } from 'vitest';
import type { OrderReport } from '#main/ports/terminal-event.ts';
import { assert } from '#shared/base/assert.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import type { Tick } from '#shared/market/quote.ts';
import { positionId } from '#shared/trading/ids.ts';
import { lots } from '#shared/units/lots.ts';
import { GatewayRig, startQuote, type GatewayWish } from './gateway-rig.suite.ts';
import type { BrokerDeed, MakeTerminal } from './terminal-under-test.suite.ts';

export interface TerminalTaken {
  readonly name: string;
  readonly make: MakeTerminal;
  /** Why it cannot be made on this machine, as its tests are named then; null where it can. */
  readonly whyNot?: string | null;
  /** What its broker cannot be told to do. */
  readonly lacks?: readonly BrokerDeed[];
}

/** What every terminal owes the cockpit, driven through the real bridge over a real pipe and judged by the broker's own list. */
export function gatewayContract({ name, make, whyNot = null, lacks = [] }: TerminalTaken): void {
  const open = (wish?: GatewayWish): Promise<GatewayRig> => GatewayRig.open(make, wish);
  const title = `${whyNot === null ? '' : `${whyNot}: `}the gateway of ${name}`;
  const can = (deed: BrokerDeed, sentence: string): string =>
    lacks.includes(deed) ? `skipped: its broker knows no ${deed}: ${sentence}` : sentence;

  describe.skipIf(whyNot !== null)(title, { timeout: 60_000 }, () => {
    test('a session begins with all that there is', async () => {
      await using rig = await open();
      expect(rig.snapshot).toMatchObject({
        account: { identity: rig.terminal.account, currency: 'USD', marginMode: 'hedging', isTradeAllowed: true },
        instruments: [{ symbol: 'XAUUSD', digits: 2, contractSize: 100, volumeStep: 0.01 }],
        ...{ positions: [], orders: [], deals: [], journalMarks: [] },
        limits: { maxVolume: 0, maxDailyLossRatio: 0.05, halt: { app: false, chart: false } },
      });
      expect(rig.snapshot.account.stopOut?.level).toBeGreaterThan(0);
    });

    test('an entry is filled at the ask with its stop and target, once, and the account shows it', async () => {
      await using rig = await open();
      const order = rig.buy({ target: 2030 });
      const report = await rig.place(order);
      const deal = { clientOrderId: order.clientOrderId, side: 'buy', entry: 'in', volume: 0.1, price: startQuote.ask };
      expect(report).toMatchObject({ kind: 'filled', deals: [deal] });
      expect(await rig.positionOf(order.clientOrderId)).toMatchObject({
        ...{ side: 'buy', volume: 0.1, openPrice: startQuote.ask, stop: 1990, target: 2030, origin: 'ats' },
      });
      await rig.until(() => rig.deals.length === 1, 'the deal');
      expect(rig.deals).toMatchObject([deal]);
      expect(rig.terminal.executed(order.clientOrderId)).toEqual({ orders: 1, volume: 0.1 });
    });

    test('a position is closed in part, then as a whole', async () => {
      await using rig = await open();
      const position = await rig.opens({ volume: 0.3, riskMoney: 400 });
      const part = rig.close(position, { volume: 0.1 });
      expect(await rig.place(part)).toMatchObject({
        kind: 'filled',
        deals: [{ entry: 'out', side: 'sell', volume: 0.1 }],
      });
      await rig.until(() => rig.positions[0]?.volume === 0.2, 'what remains');
      const [rest] = rig.positions;
      assert(rest !== undefined, 'two tenths remain');
      expect(rest.positionId).toBe(position.positionId);
      expect(await rig.place(rig.close(rest))).toMatchObject({
        kind: 'filled',
        deals: [{ entry: 'out', volume: 0.2 }],
      });
      await rig.until(() => rig.positions.length === 0, 'the end of the position');
    });

    test('stop and target of a position are moved, and read back', async () => {
      await using rig = await open();
      const position = await rig.opens();
      expect(await rig.place(rig.modify(position, { stop: 1995, target: 2040 }))).toEqual({
        ...{ kind: 'modified', stop: 1995, target: 2040 },
      });
      await rig.until(() => rig.positions[0]?.stop === 1995, 'the moved stop');
      expect(rig.positions).toMatchObject([{ positionId: position.positionId, target: 2040 }]);
      expect(await rig.place(rig.modify(position, { stop: 1995, target: null }))).toMatchObject({ target: null });
    });

    test('a stop that the market reaches ends the position, and its deal says why', async () => {
      await using rig = await open();
      const position = await rig.opens();
      await rig.quote({ bid: 1985, ask: 1985.2 });
      await rig.until(() => rig.deals.some(({ entry }) => entry === 'out'), 'the closing deal');
      expect(rig.deals.at(-1)).toMatchObject({ positionId: position.positionId, reason: 'stop', entry: 'out' });
      await rig.until(() => rig.positions.length === 0, 'the end of the position');
    });

    test.each<[string, string, (rig: GatewayRig) => object, GatewayWish?]>([
      ['beyond its worst price', 'WORST_PRICE_PASSED', () => ({ worstPrice: startQuote.ask - 0.1 })],
      ['that risks more than was approved', 'RISK_EXCEEDED', () => ({ riskMoney: 50 })],
      ['above the cap of an order', 'VOLUME_LIMIT', () => ({}), { caps: { maxVolume: 0.05 } }],
      ['at too wide a spread', 'SPREAD_TOO_WIDE', () => ({}), { caps: { maxSpreadPoints: 10 } }],
      ['above the cockpit’s own cap', 'VOLUME_LIMIT', () => ({}), { limits: { ...noLimits, maxVolume: 0.05 } }],
      ['that the margin does not carry', 'MARGIN_INSUFFICIENT', () => ({ volume: 40, riskMoney: 90_000 })],
      ['whose volume is off the step', 'ORDER_INVALID', () => ({ volume: 0.105 })],
      ['whose stop the market has passed', 'STOP_REQUIRED', () => ({ worstPrice: 2005, stop: 2001 })],
      ['whose stop is too near', 'STOP_TOO_NEAR', () => ({ stop: 1999.8 }), { stopsLevelPoints: 50 }],
      ['whose target is too near', 'STOP_TOO_NEAR', () => ({ target: 2001.3 }), { stopsLevelPoints: 200 }],
    ])('an entry %s is denied (%s) and never reaches the broker', async (_, code, changes, wish) => {
      await using rig = await open(wish);
      const order = rig.buy(changes(rig));
      expect(await rig.place(order)).toMatchObject({ kind: 'denied', fault: { code } });
      expect(rig.terminal.executed(order.clientOrderId)).toEqual({ orders: 0, volume: 0 });
    });

    test('as many positions and trades as the caps allow, and no more; what reduces still passes', async () => {
      await using rig = await open({ caps: { maxPositions: 1, maxTradesPerDay: 2 } });
      const position = await rig.opens();
      expect(await rig.place(rig.buy())).toMatchObject({ kind: 'denied', fault: { code: 'POSITIONS_MAX' } });
      expect(await rig.place(rig.close(position))).toMatchObject({ kind: 'filled' });
      await rig.until(() => rig.positions.length === 0, 'the end of the position');
      const second = await rig.opens();
      await rig.place(rig.close(second));
      await rig.until(() => rig.positions.length === 0, 'the end of the position');
      expect(await rig.place(rig.buy())).toMatchObject({ kind: 'denied', fault: { code: 'TRADES_MAX' } });
    });

    test('after the loss that a day may bring nothing more is opened, but all can be closed', async () => {
      await using rig = await open();
      const position = await rig.opens({ volume: 1, stop: 1950, riskMoney: 5500 });
      await rig.quote({ bid: 1986, ask: 1986.2 });
      expect(await rig.place(rig.buy())).toMatchObject({ kind: 'denied', fault: { code: 'DAILY_LOSS_LIMIT' } });
      expect(await rig.place(rig.close(position))).toMatchObject({ kind: 'filled' });
      expect(await rig.place(rig.buy())).toMatchObject({ kind: 'denied', fault: { code: 'DAILY_LOSS_LIMIT' } });
    });

    test('where the terminal may not trade, nothing is sent, and the account says so', async () => {
      await using rig = await open();
      await rig.terminal.allowTrading(false);
      const isBlocked = (): boolean =>
        rig.events.some((event) => event.kind === 'accountReported' && !event.account.isTradeAllowed);
      await rig.until(isBlocked, 'the word that trading is not allowed');
      const order = rig.buy();
      expect(await rig.place(order)).toMatchObject({ kind: 'denied', fault: { code: 'TRADING_NOT_ALLOWED' } });
      await rig.terminal.allowTrading(true);
      expect(await rig.place(rig.buy())).toMatchObject({ kind: 'filled' });
      expect(rig.terminal.executed(order.clientOrderId).orders).toBe(0);
    });

    test('a gap over the stop is filled at the gap, and below the stop-out the broker closes by itself', async () => {
      await using rig = await open();
      await rig.opens();
      await rig.quote({ bid: 1970, ask: 1970.2 });
      await rig.until(() => rig.deals.some(({ reason }) => reason === 'stop'), 'the stop');
      expect(rig.deals.find(({ reason }) => reason === 'stop')).toMatchObject({ price: 1970 });
      await rig.opens({ volume: 4, stop: 1850, riskMoney: 50_000 });
      await rig.quote({ bid: 1910, ask: 1910.2 });
      await rig.until(() => rig.deals.some(({ reason }) => reason === 'stopOut'), 'the stop-out');
      await rig.until(() => rig.positions.length === 0, 'the end of the position');
    });

    test('an order that comes too late, or from ahead of the terminal’s clock, expires', async () => {
      await using rig = await open();
      for (const offsetMs of [-11_000, 5000]) {
        rig.setWallClock(offsetMs);
        const order = rig.buy();
        expect(await rig.place(order)).toMatchObject({ kind: 'expired', fault: { code: 'ORDER_EXPIRED' } });
        expect(rig.terminal.executed(order.clientOrderId).orders).toBe(0);
      }
    });

    test('what is no reduction is denied: too much, the wrong side, a position that is not there', async () => {
      await using rig = await open();
      const position = await rig.opens();
      const gone = { ...position, positionId: positionId('99999999') };
      const attempts = [
        [rig.close(position, { volume: 0.11 }), 'NOT_A_REDUCTION'],
        [rig.close(position, { side: 'buy' }), 'NOT_A_REDUCTION'],
        [rig.close(gone), 'POSITION_UNKNOWN'],
        [rig.modify(gone, { stop: 1995, target: null }), 'POSITION_UNKNOWN'],
      ] as const;
      for (const [order, code] of attempts)
        expect(await rig.place(order)).toMatchObject({ kind: 'denied', fault: { code } });
      expect(rig.positions).toMatchObject([{ volume: 0.1 }]);
    });

    test('a known id is answered again and not executed again; with other parameters it is a conflict, below its mark it is stale', async () => {
      await using rig = await open();
      const order = rig.buy();
      const first = await rig.place(order);
      rig.send(order);
      await rig.until(() => rig.reports(order.clientOrderId).length === 2, 'the answer again');
      expect(rig.reports(order.clientOrderId)[1]).toEqual(first);
      rig.send({ ...order, volume: lots(0.2) });
      await rig.until(() => rig.reports(order.clientOrderId).length === 3, 'the conflict');
      expect(rig.reports(order.clientOrderId)[2]).toMatchObject({
        kind: 'denied',
        fault: { code: 'ORDER_ID_CONFLICT' },
      });
      const stale = rig.buy({ clientOrderId: rig.idOf(7) });
      expect(await rig.place(stale)).toMatchObject({ kind: 'denied', fault: { code: 'ORDER_STALE_ID' } });
      expect(rig.terminal.executed(order.clientOrderId)).toEqual({ orders: 1, volume: 0.1 });
      expect(rig.terminal.executed(stale.clientOrderId).orders).toBe(0);
    });

    test.each<[BrokerDeed, string]>([
      ['requoted', 'PRICE_MOVED'],
      ['rejected', 'ORDER_REJECTED'],
    ])('an entry and a close that are %s end as rejected (%s), and the next one passes', async (deed, code) => {
      await using rig = await open();
      rig.terminal.script(deed);
      expect(await rig.place(rig.buy())).toMatchObject({ kind: 'rejected', fault: { code } });
      const position = await rig.opens();
      rig.terminal.script(deed);
      expect(await rig.place(rig.close(position))).toMatchObject({ kind: 'rejected', fault: { code } });
      rig.terminal.script(deed);
      const modify = rig.modify(position, { stop: 1995, target: null });
      expect(await rig.place(modify)).toMatchObject({ kind: 'rejected', fault: { code } });
      expect(rig.positions).toMatchObject([{ volume: 0.1, stop: 1990 }]);
      expect(await rig.place(rig.close(position))).toMatchObject({ kind: 'filled' });
    });

    test.each(['entry', 'close', 'modify'] as const)(
      'whatever code the broker answers to a request (%s) without carrying it out, it ends as its class says',
      async (kind) => {
        await using rig = await open();
        const position = await rig.opens({ volume: 2, stop: 1990, riskMoney: 2500 });
        const make = {
          entry: () => rig.buy({ volume: 0.01, riskMoney: 50 }),
          close: () => rig.close(position, { volume: 0.01 }),
          modify: () => rig.modify(position, { stop: 1995, target: null }),
        }[kind];
        for (const [told, retcodes] of answersTo(kind))
          for (const retcode of retcodes) {
            rig.terminal.script(retcode);
            const order = make();
            rig.send(order);
            await rig.until(() => rig.reports(order.clientOrderId).length > 0, `an answer to ${retcode}`);
            const [report] = rig.reports(order.clientOrderId);
            const code = report !== undefined && 'fault' in report ? report.fault.code : null;
            expect({ retcode, kind: report?.kind, code }).toEqual({ retcode, ...told });
            expect(rig.terminal.executed(order.clientOrderId).orders).toBe(0);
          }
        expect(rig.positions).toMatchObject([{ volume: 2, stop: 1990 }]);
      },
    );

    test('a symbol that the terminal does not know is refused', async () => {
      await using rig = await open();
      const order = rig.buy({ symbol: 'COCOA' });
      expect(await rig.place(order)).toMatchObject({ kind: 'denied', fault: { code: 'MARKET_REFUSED' } });
    });

    test('an entry that is filled in part ends as cancelled, with what was filled', async () => {
      await using rig = await open();
      rig.terminal.script('filledInPart');
      const order = rig.buy();
      expect(await rig.place(order)).toMatchObject({ kind: 'cancelled', deals: [{ volume: 0.05 }] });
      expect(await rig.positionOf(order.clientOrderId)).toMatchObject({ volume: 0.05, stop: 1990 });
      expect(rig.terminal.executed(order.clientOrderId)).toEqual({ orders: 1, volume: 0.05 });
    });

    const inParts = can('filledInParts', 'an entry that is filled in two parts is told as it goes, and ends as filled');
    test.skipIf(lacks.includes('filledInParts'))(inParts, async () => {
      await using rig = await open();
      rig.terminal.script('filledInParts');
      const order = rig.buy();
      const report = await rig.place(order);
      expect(report).toMatchObject({ kind: 'filled', deals: [{ volume: 0.05 }, { volume: 0.05 }] });
      expect(rig.reports(order.clientOrderId).map(({ kind }) => kind)).toContain('partiallyFilled');
      expect(rig.terminal.executed(order.clientOrderId)).toEqual({ orders: 1, volume: 0.1 });
    });

    test('a slow order is accepted, found as such by asking, and then filled', async () => {
      await using rig = await open();
      rig.terminal.script('slow');
      const order = rig.buy();
      rig.send(order);
      await rig.told(order.clientOrderId, 'accepted');
      expect(await rig.ended(order.clientOrderId)).toMatchObject({ kind: 'filled' });
      expect(rig.terminal.executed(order.clientOrderId)).toEqual({ orders: 1, volume: 0.1 });
    });

    test.each<BrokerDeed>(['timedOutButFilled', 'lostButFilled'])(
      'an entry and a close that are %s are found by the terminal itself, and executed once',
      async (deed) => {
        await using rig = await open();
        rig.terminal.script(deed);
        const entry = rig.buy();
        expect(await rig.place(entry)).toMatchObject({ kind: 'filled', deals: [{ volume: 0.1 }] });
        const position = await rig.positionOf(entry.clientOrderId);
        rig.terminal.script(deed);
        const close = rig.close(position);
        expect(await rig.place(close)).toMatchObject({ kind: 'filled', deals: [{ entry: 'out' }] });
        for (const { clientOrderId } of [entry, close])
          expect(rig.terminal.executed(clientOrderId)).toEqual({ orders: 1, volume: 0.1 });
      },
    );

    test.each<BrokerDeed>(['timedOut', 'lost', 'unknownCode'])(
      'an entry that was %s is unknown until the records have lain for a minute, then not found, and never sent again',
      async (deed) => {
        await using rig = await open();
        rig.terminal.script(deed);
        const order = rig.buy();
        rig.send(order);
        if (deed !== 'lost') await rig.told(order.clientOrderId, 'unknown');
        expect(await rig.ask(order.clientOrderId)).toMatchObject({ kind: 'unknown' });
        await rig.passTime(61_000);
        expect(await untilSettled(rig, order.clientOrderId)).toEqual({ kind: 'notFound' });
        expect(rig.terminal.executed(order.clientOrderId)).toEqual({ orders: 0, volume: 0 });
      },
    );

    test('what never came is unknown just after the connection, and not found a minute later', async () => {
      await using rig = await open();
      const never = rig.buy();
      expect(await rig.ask(never.clientOrderId)).toMatchObject({ kind: 'unknown' });
      await rig.passTime(61_000);
      expect(await untilSettled(rig, never.clientOrderId)).toEqual({ kind: 'notFound' });
      const order = rig.buy();
      const report = await rig.place(order);
      expect(await rig.ask(order.clientOrderId)).toEqual(report);
    });

    test('an order that is under way while the cockpit restarts is in the next snapshot, and found', async () => {
      await using rig = await open();
      rig.terminal.script('slow');
      const order = rig.buy();
      rig.send(order);
      await rig.told(order.clientOrderId, 'accepted');
      await rig.restartBridge(() => new Promise((resolve) => setTimeout(resolve, 800)));
      expect(rig.snapshot.deals).toMatchObject([{ clientOrderId: order.clientOrderId }]);
      expect(rig.snapshot.positions).toMatchObject([{ clientOrderId: order.clientOrderId, volume: 0.1 }]);
      expect(rig.snapshot.journalMarks).toEqual([order.clientOrderId]);
      expect(await rig.ask(order.clientOrderId)).toMatchObject({ kind: 'filled' });
      expect(rig.terminal.executed(order.clientOrderId)).toEqual({ orders: 1, volume: 0.1 });
    });

    test('a terminal that was ended comes back with its journal: the same order is answered, and a lost one found', async () => {
      await using rig = await open();
      const first = rig.buy();
      const report = await rig.place(first);
      rig.terminal.script('lostButFilled');
      const lost = rig.buy();
      rig.send(lost);
      await rig.until(
        () => rig.terminal.executed(lost.clientOrderId).orders === 1,
        'the execution that nobody told of',
      );
      await rig.restartTerminal();
      expect(rig.snapshot.journalMarks).toEqual([lost.clientOrderId]);
      expect(await rig.ask(lost.clientOrderId)).toMatchObject({ kind: 'filled' });
      expect(await rig.ask(first.clientOrderId)).toEqual(report);
      const again = rig.reports(first.clientOrderId).length;
      rig.send(first);
      await rig.until(() => rig.reports(first.clientOrderId).length > again, 'the answer again');
      expect(rig.reports(first.clientOrderId).at(-1)).toEqual(report);
      for (const { clientOrderId } of [first, lost])
        expect(rig.terminal.executed(clientOrderId)).toEqual({ orders: 1, volume: 0.1 });
    });

    test('a halt outlives the terminal, denies entries alone, and is lifted by whom it was set', async () => {
      await using rig = await open();
      const position = await rig.opens();
      expect(rig.bridge.setHalt({ isHalted: true, reason: 'enough' })).toBe(true);
      await rig.until(() => isHalted(rig), 'the halt');
      await rig.restartTerminal();
      expect(rig.snapshot.limits.halt).toMatchObject({ app: true, chart: false, reason: 'enough' });
      expect(await rig.place(rig.buy())).toMatchObject({ kind: 'denied', fault: { code: 'HALTED' } });
      expect(await rig.place(rig.modify(position, { stop: 1995, target: null }))).toMatchObject({ kind: 'modified' });
      expect(await rig.place(rig.close(position))).toMatchObject({ kind: 'filled' });
      rig.bridge.setHalt({ isHalted: false, reason: 'again' });
      expect(await rig.place(rig.buy())).toMatchObject({ kind: 'filled' });
    });

    test('a cockpit that has gone silent opens nothing more, but still closes', async () => {
      await using rig = await open({ caps: { deadManMs: 1500 } });
      const position = await rig.opens();
      rig.stopBeating();
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect(await rig.place(rig.buy())).toMatchObject({ kind: 'denied', fault: { code: 'DEAD_MAN' } });
      expect(await rig.place(rig.close(position))).toMatchObject({ kind: 'filled' });
    });

    test('ticks come each once and in order, however often the cockpit restarts', async () => {
      await using rig = await open();
      const before = rig.ticks.length;
      const bids: number[] = [];
      for (let round = 0; round < 4; round++) {
        for (let index = 1; index <= 5; index++) {
          const bid = 2000 + round * 10 + index;
          bids.push(bid);
          await rig.quote({ bid, ask: bid + 0.2 });
        }
        if (round < 3) await rig.restartBridge();
      }
      expect(rig.ticks.slice(before).map(({ bid }) => bid)).toEqual(bids);
      expect(rig.ticks.every((tick, at) => tick.occurredAtUtcMs >= (rig.ticks[at - 1]?.occurredAtUtcMs ?? 0))).toBe(
        true,
      );
      expect(rig.events.some((event) => event.kind === 'ticksReceived' && event.isRewind)).toBe(false);
    });

    test('history comes by a session of its own, as far as there is any', async () => {
      await using rig = await open();
      for (const bid of [2001, 2002, 2003]) await rig.quote({ bid, ask: bid + 0.2 });
      await rig.until(() => rig.bridge.history.isConnected, 'the session that brings history');
      const told = rig.ticks.slice(-4);
      const [first] = told;
      const last = told.at(-1);
      assert(first !== undefined && last !== undefined, 'quotes were told');
      const span = { symbol: 'XAUUSD', fromUtcMs: first.occurredAtUtcMs, toUtcMs: last.occurredAtUtcMs };
      const found: Tick[] = [];
      const answer = await rig.bridge.history.ticks(span, (ticks) => void found.push(...ticks));
      expect(answer).toEqual({ ok: true, value: 3 });
      expect(found).toEqual(told.slice(0, 3));
      const unknown = await rig.bridge.history.ticks({ ...span, symbol: 'COCOA' }, () => undefined);
      expect(unknown).toMatchObject({ ok: false, error: { code: 'INSTRUMENT_MISSING' } });
    });

    test('the trader’s own trades are listed as his, and everything is told again on request', async () => {
      await using rig = await open();
      await rig.terminal.buyByHand();
      await rig.until(() => rig.positions.length === 1, 'the position by hand');
      expect(rig.positions).toMatchObject([{ clientOrderId: null, origin: 'manual', stop: null, volume: 0.1 }]);
      const from = rig.events.length;
      expect(rig.bridge.refresh()).toBe(true);
      const isTold = (kind: string): boolean => rig.events.slice(from).some((event) => event.kind === kind);
      await rig.until(
        () => ['positionsReported', 'ordersReported', 'accountReported'].every(isTold),
        'all of it again',
      );
      expect(rig.positions.length).toBe(1);
    });

    test('on a netting account an entry needs a flat symbol, and a close is proved against what is open', async () => {
      await using rig = await open({ marginMode: 'netting' });
      expect(rig.snapshot.account.marginMode).toBe('netting');
      const position = await rig.opens();
      expect(await rig.place(rig.buy())).toMatchObject({ kind: 'denied', fault: { code: 'SYMBOL_NOT_FLAT' } });
      expect(await rig.place(rig.close(position, { volume: 0.2 }))).toMatchObject({
        kind: 'denied',
        fault: { code: 'NOT_A_REDUCTION' },
      });
      expect(await rig.place(rig.close(position, { volume: 0.04 }))).toMatchObject({
        kind: 'filled',
        deals: [{ entry: 'out' }],
      });
      await rig.until(() => rig.positions[0]?.volume === 0.06, 'what remains');
      expect(await rig.place(rig.close(position, { volume: 0.06 }))).toMatchObject({ kind: 'filled' });
      await rig.until(() => rig.positions.length === 0, 'the end of the position');
      await rig.terminal.buyByHand();
      expect(await rig.place(rig.buy())).toMatchObject({ kind: 'denied', fault: { code: 'SYMBOL_NOT_FLAT' } });
    });

    test('another account is another session: what was meant for the first never leaves', async () => {
      await using rig = await open();
      const first = rig.terminal.account;
      const order = rig.buy();
      const from = rig.events.length;
      await rig.terminal.switchAccount();
      await rig.opened(from);
      expect(rig.snapshot.account.identity).not.toEqual(first);
      expect(rig.snapshot.positions).toEqual([]);
      expect(rig.send(order)).toBe(false);
      expect(await rig.ask(order.clientOrderId)).toMatchObject({ kind: 'unknown' });
      expect(rig.terminal.executed(order.clientOrderId).orders).toBe(0);
    });
  });
}

const noLimits = {
  maxVolume: null,
  maxPositions: null,
  maxTradesPerDay: null,
  maxSpreadPoints: null,
  maxDailyLossRatio: null,
} as const;

interface Told {
  readonly kind: OrderReport['kind'];
  readonly code: FaultCode | null;
}

/** By `bridge.md`: what is listed nowhere, or in a case that is not named, is unknown. */
function answersTo(kind: 'entry' | 'close' | 'modify'): readonly (readonly [Told, readonly number[]])[] {
  const rejected = (code: FaultCode): Told => ({ kind: 'rejected', code });
  const ofKind: readonly number[] = { entry: [], close: [10_036, 10_039], modify: [10_025] }[kind];
  const ofOthers = [10_025, 10_036, 10_039].filter((retcode) => !ofKind.includes(retcode));
  return [
    [{ kind: 'accepted', code: null }, [10_023, ...ofKind]],
    [
      { kind: 'unknown', code: 'ORDER_OUTCOME_UNKNOWN' },
      [0, 10_011, 10_012, 10_028, 10_031, 10_005, 10_099, ...ofOthers],
    ],
    [rejected('PRICE_MOVED'), [10_004, 10_020, 10_021]],
    [rejected('ORDER_INVALID'), [10_013, 10_014, 10_015, 10_016, 10_022, 10_030, 10_035, 10_038]],
    [
      rejected('MARKET_REFUSED'),
      [
        ...[10_017, 10_018, 10_019, 10_026, 10_027, 10_029, 10_032, 10_033, 10_034],
        ...[10_040, 10_042, 10_043, 10_044, 10_045, 10_046],
      ],
    ],
    [rejected('ORDER_REJECTED'), [10_006, 10_007, 10_041]],
    [rejected('RATE_LIMITED'), [10_024]],
  ];
}

const isHalted = (rig: GatewayRig): boolean =>
  rig.events.some((event) => event.kind === 'limitsReported' && event.limits.halt.app);

/** Asks until the answer is another than that nobody can tell yet. */
async function untilSettled(rig: GatewayRig, id: Parameters<GatewayRig['ask']>[0]): Promise<OrderReport> {
  for (let asked = 0; asked < 40; asked++) {
    const report = await rig.ask(id);
    if (report.kind !== 'unknown') return report;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return rig.ask(id);
}
