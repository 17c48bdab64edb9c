import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { whySkipped } from '../build/variant.ts';
import { ask, AdviserRig, buildMsMax, buildProbes } from './adviser-rig.suite.ts';
import { retcode } from './mql5-values.ts';
import { demoAccount } from './scripted-account.ts';
import { eurusd } from './scripted-symbol.ts';
import type { RunningAdviser } from './start-adviser.ts';

const why = whySkipped('plain');

/** buy|sell volume stop target magic position filling */
const buy = ['buy', 0.1, 1.09, 1.12, '9223372036854775807', 0, 0] as const;

describe.skipIf(why !== null)(why ?? 'the scripted terminal', () => {
  beforeAll(buildProbes, buildMsMax);

  test('an order goes out, is filled, and comes back as transactions, positions and history', async () => {
    await using rig = await AdviserRig.start();
    const adviser = await rig.run('TradeProbe');
    expect(await ask(rig, adviser, 'check', ...buy)).toEqual(['CHECK yes 0 10000.00']);
    expect(await ask(rig, adviser, ...buy)).toEqual([
      'SENT yes 10008 1 0',
      'TX ORDER_ADD',
      'TX DEAL_ADD',
      'TX ORDER_DELETE',
      'TX HISTORY_ADD',
      'TX REQUEST 1 10009 1000001 1000002 9223372036854775807',
    ]);
    rig.terminal.tick('EURUSD', { bid: 1.1051, ask: 1.1052 });
    expect(await ask(rig, adviser, 'state')).toEqual([
      expect.stringContaining('positions=1 orders=0 ticks=1'),
      'POSITION 1000001 1000001 POSITION_TYPE_BUY 0.10 1.10010 sl=1.09000 magic=9223372036854775807 profit=50.00',
      'DEAL DEAL_ENTRY_IN 0.10 0.00 magic=9223372036854775807 DEAL_REASON_EXPERT',
    ]);
    expect(rig.terminal.executions.all.map(({ kind, magic, entry }) => ({ kind, magic, entry }))).toEqual([
      { kind: 'order', magic: '9223372036854775807', entry: null },
      { kind: 'deal', magic: '9223372036854775807', entry: 'in' },
    ]);
  });

  test('the host computes the same money as the broker', async () => {
    await using rig = await AdviserRig.start();
    const adviser = await rig.run('TradeProbe');
    await ask(rig, adviser, ...buy);
    rig.terminal.tick('EURUSD', { bid: 1.10537, ask: 1.10547 });
    const [state] = await ask(rig, adviser, 'state');
    expect(state).toContain(`equity=${rig.terminal.broker.equity.toFixed(2)}`);
    const [check] = await ask(rig, adviser, 'check', ...buy);
    expect(check).toBe(`CHECK yes 0 ${(rig.terminal.broker.equity - rig.terminal.broker.margin).toFixed(2)}`);
  });

  test('a synchronous send waits for its answer', async () => {
    await using rig = await AdviserRig.start();
    const adviser = await rig.run('TradeProbe');
    expect((await ask(rig, adviser, 'sync', ...buy))[0]).toBe('SENT yes 10009 1 0');
    rig.terminal.setOrderRules({ nth: 'every', script: { reply: retcode.TRADE_RETCODE_REJECT } });
    expect((await ask(rig, adviser, 'sync', ...buy))[0]).toBe('SENT no 10006 2 4756');
  });

  test('what the terminal itself refuses never reaches the broker', async () => {
    await using rig = await AdviserRig.start();
    const adviser = await rig.run('TradeProbe');
    rig.terminal.setTerminal({ TERMINAL_TRADE_ALLOWED: 0 });
    expect(await ask(rig, adviser, ...buy)).toEqual(['SENT no 10027 0 4756']);
    rig.terminal.setTerminal({ TERMINAL_TRADE_ALLOWED: 1 });
    rig.terminal.disconnect();
    expect(await ask(rig, adviser, ...buy)).toEqual(['SENT no 10031 0 4756']);
    rig.terminal.reconnect();
    adviser.host.fault({ fault: 'orderSendFalse', times: 1, argument: retcode.TRADE_RETCODE_INVALID });
    expect(await ask(rig, adviser, ...buy)).toEqual(['SENT no 10013 0 4756']);
    expect(rig.terminal.executions.all).toEqual([]);
  });

  describe('rules for requests', () => {
    const requestsOf = (prints: readonly string[]): string[] => prints.filter((it) => it.startsWith('TX REQUEST'));
    const answers = async (rig: AdviserRig, adviser: RunningAdviser): Promise<string[]> =>
      requestsOf(await ask(rig, adviser, ...buy)).map((it) => it.split(' ')[3] ?? '');

    test('each code once, by the number of the request', async () => {
      await using rig = await AdviserRig.start();
      const adviser = await rig.run('TradeProbe');
      const codes = [10004, 10006, 10012, 10021];
      rig.terminal.setOrderRules(...codes.map((reply, index) => ({ nth: index + 1, script: { reply } })));
      const said = [];
      for (let i = 0; i < 5; i += 1) said.push(...(await answers(rig, adviser)));
      expect(said).toEqual(['10004', '10006', '10012', '10021', '10009']);
      expect(rig.terminal.executions.dealsOf('9223372036854775807')).toHaveLength(1);
    });

    test('a time-out that was executed nevertheless, and an answer that is lost', async () => {
      await using rig = await AdviserRig.start();
      const adviser = await rig.run('TradeProbe');
      rig.terminal.setOrderRules(
        { nth: 1, script: { reply: retcode.TRADE_RETCODE_TIMEOUT, executes: true } },
        { nth: 2, script: { reply: 'lost' } },
        { nth: 3, script: { reply: 'lost', executes: false } },
      );
      expect(await answers(rig, adviser)).toEqual(['10012']);
      expect(await answers(rig, adviser)).toEqual([]);
      expect(await answers(rig, adviser)).toEqual([]);
      expect(rig.terminal.executions.all.filter((it) => it.kind === 'deal')).toHaveLength(2);
    });

    test('accepted first, executed later', async () => {
      await using rig = await AdviserRig.start();
      const adviser = await rig.run('TradeProbe');
      rig.terminal.setOrderRules({ nth: 'every', of: 'entry', script: { executesAfterMs: 500 } });
      expect(await answers(rig, adviser)).toEqual(['10008']);
      expect(rig.terminal.executions.all).toEqual([]);
      await rig.terminal.step(500);
      expect(rig.terminal.executions.all).toHaveLength(2);
    });

    test('a slow broker, a partial fill, and stops that it drops', async () => {
      await using rig = await AdviserRig.start({ executionMs: 100 });
      const adviser = await rig.run('TradeProbe');
      expect(await answers(rig, adviser)).toEqual([]);
      await rig.terminal.step(100);
      expect(requestsOf(adviser.host.prints)).toHaveLength(1);
      rig.terminal.setOrderRules({ nth: 1, script: { delayMs: 0, fillRatio: 0.5, dropsStops: true } });
      await ask(rig, adviser, 'buy', 0.1, 1.09, 1.12, 5, 0, 1);
      const last = [...rig.terminal.broker.book.positions.values()].at(-1);
      expect(last).toMatchObject({ volume: 0.05, stop: 0, target: 0, magic: '5' });
    });
  });

  test.each([
    ['lost', []],
    ['requestsLost', ['ORDER_ADD', 'DEAL_ADD', 'ORDER_DELETE', 'HISTORY_ADD']],
    ['reversed', ['HISTORY_ADD', 'ORDER_DELETE', 'DEAL_ADD', 'ORDER_ADD', 'REQUEST']],
    [
      'duplicated',
      [
        'ORDER_ADD',
        'ORDER_ADD',
        'DEAL_ADD',
        'DEAL_ADD',
        'ORDER_DELETE',
        'ORDER_DELETE',
        'HISTORY_ADD',
        'HISTORY_ADD',
        'REQUEST',
        'REQUEST',
      ],
    ],
  ] as const)('transactions may be %s', async (fault, told) => {
    await using rig = await AdviserRig.start();
    const adviser = await rig.run('TradeProbe');
    rig.terminal.setTransactionFault(fault);
    const prints = await ask(rig, adviser, ...buy);
    expect(prints.filter((it) => it.startsWith('TX')).map((it) => it.split(' ')[1])).toEqual(told);
    expect(rig.terminal.executions.all).toHaveLength(2);
  });

  test('a base that lags shows a position later than its transactions', async () => {
    await using rig = await AdviserRig.start();
    const adviser = await rig.run('TradeProbe');
    rig.terminal.setHistoryLag(1000);
    expect(await ask(rig, adviser, ...buy)).toContainEqual(expect.stringContaining('TX REQUEST 1 10009'));
    expect((await ask(rig, adviser, 'state'))[0]).toContain('positions=0');
    await rig.terminal.step(1000);
    expect((await ask(rig, adviser, 'state'))[0]).toContain('positions=1');
  });

  test('others trade: the trader by hand, another adviser, the broker by a stop', async () => {
    await using rig = await AdviserRig.start();
    const adviser = await rig.run('TradeProbe');
    const manual = rig.terminal.trade({ symbol: 'EURUSD', side: 'buy', volume: 0.2 });
    rig.terminal.trade({ symbol: 'EURUSD', side: 'sell', volume: 0.1, magic: '42', stop: 1.2 });
    rig.terminal.close(manual.order, 0.1);
    rig.terminal.moveStops(manual.order, { stop: 1.05, target: 0 });
    await rig.terminal.settle();
    rig.terminal.tick('EURUSD', { bid: 1.04, ask: 1.0401 });
    await rig.terminal.settle();
    expect(await ask(rig, adviser, 'state')).toEqual([
      expect.stringContaining('positions=1'),
      expect.stringContaining('POSITION_TYPE_SELL 0.10'),
      'DEAL DEAL_ENTRY_IN 0.20 0.00 magic=0 DEAL_REASON_CLIENT',
      'DEAL DEAL_ENTRY_IN 0.10 0.00 magic=42 DEAL_REASON_EXPERT',
      'DEAL DEAL_ENTRY_OUT 0.10 -1.00 magic=0 DEAL_REASON_CLIENT',
      'DEAL DEAL_ENTRY_OUT 0.10 -601.00 magic=0 DEAL_REASON_SL',
    ]);
  });

  test('an account that is switched to has books of its own, and is there again after switching back', async () => {
    await using rig = await AdviserRig.start();
    const adviser = await rig.run('TradeProbe');
    await ask(rig, adviser, ...buy);
    rig.terminal.switchAccount({ ...demoAccount, login: 77, server: 'Scripted-Real', mode: 'real', balance: 500 });
    await rig.terminal.settle();
    expect(adviser.host.prints.slice(-2)).toEqual(['DEINIT 6', 'INIT EURUSD none 77 Scripted-Real']);
    expect((await ask(rig, adviser, 'state'))[0]).toContain('positions=0');
    rig.terminal.switchAccount(demoAccount);
    await rig.terminal.settle();
    expect((await ask(rig, adviser, 'state'))[0]).toContain('positions=1');
  });

  test('what happened while the line to the broker was broken is there after reconnecting', async () => {
    await using rig = await AdviserRig.start({ executionMs: 50 });
    const adviser = await rig.run('TradeProbe');
    await ask(rig, adviser, ...buy);
    rig.terminal.disconnect();
    await rig.terminal.step(100);
    rig.terminal.tick('EURUSD', { bid: 1.101, ask: 1.1011 });
    expect((await ask(rig, adviser, 'state'))[0]).toContain('positions=0');
    const late = await rig.run('TradeProbe');
    expect((await ask(rig, late, 'state'))[0]).toContain('positions=0');
    rig.terminal.reconnect();
    for (const one of [adviser, late]) {
      expect((await ask(rig, one, 'state'))[0]).toContain('positions=1');
      expect((await ask(rig, one, 'market')).slice(0, 2)).toEqual(['TICKS 2 0', 'BARS 1 1.10100 1.10100 2']);
    }
    expect(adviser.host.prints.filter((it) => it.startsWith('TX'))).toEqual([]);
  });

  test('a history that is rewritten replaces the ticks from a moment on', async () => {
    await using rig = await AdviserRig.start();
    const adviser = await rig.run('TradeProbe');
    const from = rig.terminal.serverMs + 1;
    for (let i = 0; i < 10; i += 1) rig.terminal.tick('EURUSD', { stampMs: from + i, bid: 1.1, ask: 1.1001 });
    rig.terminal.market.rewriteTicks('EURUSD', from, [{ stampMs: from, bid: 1.2, ask: 1.2001 }]);
    expect((await ask(rig, adviser, 'market'))[0]).toBe('TICKS 2 0');
  });

  test('a symbol changes its digits and is renamed', async () => {
    await using rig = await AdviserRig.start();
    const adviser = await rig.run('TradeProbe');
    rig.terminal.market.setSymbol({ ...eurusd, volumeMin: 1 });
    expect((await ask(rig, adviser, 'check', ...buy))[0]).toContain('CHECK no 10014');
    rig.terminal.market.dropSymbol('EURUSD');
    rig.terminal.market.setSymbol({ ...eurusd, name: 'EURUSD.m' });
    expect((await ask(rig, adviser, 'market'))[0]).toBe('TICKS -1 4301');
  });

  test('an adviser that is killed and started again finds the terminal as it is', async () => {
    await using rig = await AdviserRig.start({ executionMs: 20 });
    const first = await rig.run('TradeProbe', { setup: { death: { when: 'after', call: 'OrderSendAsync', nth: 1 } } });
    first.host.click(buy.join(' '));
    await rig.terminal.step(10);
    expect(await first.ended).toMatchObject({ kind: 'died', call: 'OrderSendAsync' });
    await rig.terminal.step(100);
    const second = await rig.run('TradeProbe');
    expect((await ask(rig, second, 'state'))[0]).toContain('positions=1');
    expect(rig.terminal.executions.dealsOf('9223372036854775807')).toHaveLength(1);
  });

  test('every execution is in the file as well, if asked', async () => {
    await using rig = await AdviserRig.start();
    const file = join(rig.folder, 'executions.jsonl');
    await using other = await AdviserRig.start({ executionsFile: file });
    other.terminal.trade({ symbol: 'EURUSD', side: 'sell', volume: 0.1 });
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(other.terminal.executions.all);
  });

  test('two runs of the same script say the same', async () => {
    const play = async (): Promise<readonly unknown[]> => {
      await using rig = await AdviserRig.start({ executionMs: 7 });
      const adviser = await rig.run('TradeProbe');
      for (let i = 0; i < 20; i += 1) {
        rig.terminal.tick('EURUSD', { bid: 1.1 + (i % 5) / 1e4, ask: 1.1001 + (i % 5) / 1e4 });
        await ask(rig, adviser, ...buy);
      }
      await ask(rig, adviser, 'state');
      return [adviser.host.prints, rig.terminal.executions.all];
    };
    expect(await play()).toEqual(await play());
  });
});
