import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { serverMs } from '#main/protocol/server-ms.ts';
import type { WireTick } from '#main/protocol/tick-codec.ts';
import type { MarketCockpit, Wanted } from './market/market-cockpit.ts';
import { hasRealTicks, readRealTicks } from './market/real-ticks.ts';
import { sampleTicks } from './market/sample-ticks.ts';
import { build, buildPatienceMs, patience, Stage, suiteName, whyNot } from './market/stage.ts';
import { ticksHash } from './market/tick-replica.ts';
import { eurusd, xauusd } from './terminal/scripted-symbol.ts';
import type { ScriptedTerminal } from './terminal/scripted-terminal.ts';
import type { HostConnection } from './terminal/host-connection.ts';
import type { HostSetup } from './terminal/host-setup.ts';

const symbol = 'XAUUSD';
const fromMs = Date.UTC(2024, 0, 2, 1);

/** A stage whose broker quotes gold by script. */
class TickStage implements AsyncDisposable {
  readonly #stage: Stage;

  static async open(
    wanted: readonly Wanted[],
    setup: HostSetup & { readonly history?: readonly WireTick[] } = {},
  ): Promise<TickStage> {
    return new TickStage(
      await Stage.open({
        wanted,
        setup,
        terminal: { symbols: [xauusd, eurusd] },
        prepare: ({ market }) => market.addHistory(symbol, setup.history ?? []),
      }),
    );
  }

  private constructor(stage: Stage) {
    this.#stage = stage;
  }

  get cockpit(): MarketCockpit {
    return this.#stage.cockpit;
  }

  get terminal(): ScriptedTerminal {
    return this.#stage.terminal;
  }

  get host(): HostConnection {
    return this.#stage.host;
  }

  connected(sessions: number): Promise<void> {
    return this.#stage.snapshots(sessions);
  }

  play(ticks: readonly WireTick[]): void {
    for (const tick of ticks) this.terminal.tick(symbol, tick);
  }

  get received(): readonly WireTick[] {
    return this.cockpit.ticks(symbol).ticks;
  }

  get source(): readonly WireTick[] {
    return this.terminal.market
      .ticks(symbol)
      .map(({ stampMs, bid, ask }) => ({ stampMs: serverMs(stampMs), bid, ask }));
  }

  /** The broker says that the last ticks were others: some never were, some cost something else, some are new. */
  rewrite(count: number): void {
    const { source } = this;
    const from = source.findIndex(({ stampMs }) => stampMs === source.at(-count)?.stampMs);
    const old = source.slice(from);
    const ticks = old.flatMap((tick, index) => {
      if (index % 7 === 3) return [];
      if (index % 5 === 1) return [{ ...tick, ask: tick.ask + 0.01 }];
      return index % 11 === 2 ? [tick, { ...tick, bid: tick.bid - 0.01 }] : [tick];
    });
    this.terminal.market.rewriteTicks(symbol, old[0]?.stampMs ?? 0, ticks);
  }

  async arrived(count = this.source.length): Promise<void> {
    await expect.poll(() => this.received.length, patience).toBe(count);
  }

  /** To the last bit, in the same order. */
  expectSame(): void {
    expect(ticksHash(this.received)).toBe(ticksHash(this.source));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stage[Symbol.asyncDispose]();
  }
}

beforeAll(() => build('AtsBridge'), buildPatienceMs);

/** A recording, with five broken connections and two rewrites of history, one of them while nobody was connected. */
async function playRecording(ticks: readonly WireTick[]): Promise<TickStage> {
  const stage = await TickStage.open([{ symbol }]);
  stage.play(ticks.slice(0, 1));
  await stage.arrived(1);
  const chunks = 40;
  const size = Math.ceil((ticks.length - 1) / chunks);
  const cutAt = [4, 9, 17, 24, 33];
  for (let chunk = 0; chunk < chunks; chunk++) {
    stage.play(ticks.slice(1 + chunk * size, 1 + (chunk + 1) * size));
    const cuts = cutAt.indexOf(chunk) + 1;
    if (chunk === 17 || chunk === 28) await stage.arrived();
    if (cuts > 0) stage.cockpit.cut();
    if (chunk === 17 || chunk === 28) stage.rewrite(100);
    if (cuts > 0) await stage.connected(cuts + 1);
    await sleep(5);
  }
  await stage.arrived();
  return stage;
}

const expectRecordingComplete = async (ticks: readonly WireTick[]): Promise<void> => {
  await using stage = await playRecording(ticks);
  stage.expectSame();
  expect(stage.cockpit.ticks(symbol).rewinds).toBe(2);
  const statistics = await stage.host.statistics();
  expect(statistics).toMatchObject({ writesThatWouldBlock: 0, readsThatWouldBlock: 0, ruleViolations: 0 });
  expect(statistics.longestHandlerUs).toBeLessThan(500_000);
};

const realFile = 'XAUUSD_ticks_20140504_20140507_oanda.csv.gz';

describe.skipIf(whyNot !== null)(suiteName('live ticks'), () => {
  test('arrive complete and in order: 500 in a millisecond, history rewritten twice, five reconnects', async () => {
    await expectRecordingComplete(sampleTicks({ seed: 1, count: 20_000, fromMs, crowds: [{ at: 7000, count: 500 }] }));
  }, 60_000);

  test.skipIf(!hasRealTicks(realFile))(
    hasRealTicks(realFile)
      ? 'arrive complete and in order where they are real ones'
      : `skipped: no ticks/${realFile} in ATS_TEST_DATA or ../shared/data: real ticks`,
    async () => {
      const real = readRealTicks(realFile).slice(0, 150_000);
      const at = 60_000;
      const crowd = real.slice(at, at + 500).map((tick) => ({ ...tick, stampMs: real[at]?.stampMs ?? tick.stampMs }));
      await expectRecordingComplete([...real.slice(0, at), ...crowd, ...real.slice(at + 500)]);
    },
    120_000,
  );

  test('go on past a millisecond that holds more of them than a message', async () => {
    const ticks = sampleTicks({ seed: 2, count: 9000, fromMs, crowds: [{ at: 1000, count: 6000 }] });
    await using stage = await TickStage.open([{ symbol }]);
    stage.play(ticks.slice(0, 1));
    await stage.arrived(1);
    stage.play(ticks.slice(1, 5000));
    await stage.arrived();
    stage.cockpit.cut();
    stage.play(ticks.slice(5000));
    await stage.arrived();
    stage.expectSame();
  });

  test('are sent again from where the broker rewrote them, and from nowhere else', async () => {
    const ticks = sampleTicks({ seed: 3, count: 3000, fromMs });
    await using stage = await TickStage.open([{ symbol }]);
    stage.play(ticks.slice(0, 1));
    await stage.arrived(1);
    stage.play(ticks.slice(1));
    await stage.arrived();
    stage.rewrite(40);
    await stage.arrived();
    stage.expectSame();
    expect(stage.host.prints.filter((line) => line.includes('rewritten'))).toHaveLength(1);
    expect(stage.cockpit.ticks(symbol).rewinds).toBe(1);
  });

  test('are sent again where a price was corrected while nobody was connected', async () => {
    const ticks = sampleTicks({ seed: 13, count: 1000, fromMs });
    await using stage = await TickStage.open([{ symbol }]);
    stage.play(ticks.slice(0, 1));
    await stage.arrived(1);
    stage.play(ticks.slice(1));
    await stage.arrived();
    stage.cockpit.cut();
    const at = ticks[900]?.stampMs ?? 0;
    const corrected = ticks
      .filter(({ stampMs }) => stampMs >= at)
      .map((tick, i) => ({ ...tick, bid: tick.bid - (i === 0 ? 0.01 : 0) }));
    stage.terminal.market.rewriteTicks(symbol, at, corrected);
    await expect.poll(() => ticksHash(stage.received), patience).toBe(ticksHash(stage.source));
    expect(stage.cockpit.ticks(symbol).rewinds).toBe(1);
  });

  test('of the past that the cockpit has already are compared and not sent again', async () => {
    const ticks = sampleTicks({ seed: 4, count: 2000, fromMs });
    await using stage = await TickStage.open([{ symbol }]);
    stage.play(ticks.slice(0, 1));
    await stage.arrived(1);
    stage.play(ticks.slice(1));
    await stage.arrived();
    stage.cockpit.cut();
    await stage.connected(2);
    stage.play(sampleTicks({ seed: 5, count: 10, fromMs: ticks.at(-1)?.stampMs ?? 0 }));
    await stage.arrived(2010);
    stage.expectSame();
    expect(stage.cockpit.ticks(symbol).rewinds).toBe(0);
  });

  test('of a symbol that is new to the cockpit begin with the minute of the last quote', async () => {
    const history = sampleTicks({ seed: 6, count: 2000, fromMs });
    await using stage = await TickStage.open([{ symbol }], { history });
    const last = history.at(-1)?.stampMs ?? 0;
    const ofTheMinute = history.filter(({ stampMs }) => stampMs >= last - (last % 60_000));
    await stage.arrived(ofTheMinute.length);
    expect(stage.received).toEqual(ofTheMinute);
  });

  test('are not even read while the cockpit takes none, and nothing blocks', async () => {
    const ticks = sampleTicks({ seed: 7, count: 12_000, fromMs });
    await using stage = await TickStage.open([{ symbol }]);
    stage.play(ticks.slice(0, 1));
    await stage.arrived(1);
    stage.cockpit.turnAway();
    stage.play(ticks.slice(1, 6000));
    await sleep(500);
    // Used up, and said in the log, by the first call.
    stage.host.fault({ fault: 'copyTicksError', times: 1, argument: 4401 });
    stage.play(ticks.slice(6000));
    await sleep(1500);
    expect(stage.host.prints.filter((line) => line.includes('4401'))).toEqual([]);
    stage.cockpit.listenAgain();
    await stage.arrived();
    stage.expectSame();
    expect(stage.host.prints.filter((line) => line.includes('4401'))).toHaveLength(1);
    expect(await stage.host.statistics()).toMatchObject({ writesThatWouldBlock: 0, readsThatWouldBlock: 0 });
  });

  test.each([
    ['the terminal has no history yet', { fault: 'copyTicksError', times: 4, argument: 4401 }],
    ['the terminal gave up waiting for its server', { fault: 'copyTicksError', times: 4, argument: 4403 }],
    ['the symbol is not synchronized', { fault: 'notSynchronized', times: 5 }],
  ] as const)('are asked for again where %s', async (_why, fault) => {
    const ticks = sampleTicks({ seed: 8, count: 500, fromMs });
    await using stage = await TickStage.open([{ symbol }], { faults: [fault] });
    stage.play(ticks);
    await expect.poll(() => stage.received.at(-1), patience).toEqual(ticks.at(-1));
  });

  test('of one symbol come through while another has a long way to go', async () => {
    const history = sampleTicks({ seed: 9, count: 180_000, fromMs });
    const tickCursor = { stampMs: serverMs(fromMs), takenAtStamp: 1, overlap: null };
    await using stage = await TickStage.open([{ symbol, tickCursor }, { symbol: 'EURUSD' }], {
      history: [{ stampMs: serverMs(fromMs), bid: 2000, ask: 2000.2 }, ...history],
    });
    await expect.poll(() => stage.received.length, { timeout: 20_000, interval: 2 }).toBeGreaterThan(1000);
    stage.terminal.tick('EURUSD', { bid: 1.1, ask: 1.1001 });
    await expect.poll(() => stage.cockpit.ticks('EURUSD').ticks.length, { ...patience, interval: 1 }).toBe(1);
    expect(stage.received.length).toBeLessThan(history.length);
    await stage.arrived(history.length);
    expect(ticksHash(stage.received)).toBe(ticksHash(history));
  });

  test('wait while the terminal has lost its broker, and then bring what was missed', async () => {
    const ticks = sampleTicks({ seed: 10, count: 900, fromMs });
    await using stage = await TickStage.open([{ symbol }]);
    stage.play(ticks.slice(0, 1));
    await stage.arrived(1);
    stage.terminal.disconnect();
    stage.play(ticks.slice(1));
    await sleep(300);
    expect(stage.received).toHaveLength(1);
    stage.terminal.reconnect();
    await stage.arrived();
    stage.expectSame();
  });

  test('of a symbol that the broker does not have are refused by its name', async () => {
    await using stage = await TickStage.open([{ symbol: 'NOTHING' }, { symbol }]);
    await expect
      .poll(() => stage.cockpit.reported('ERROR'), patience)
      .toMatchObject([
        {
          kind: 'ERROR',
          body: {
            about: 'SUBSCRIBE',
            fault: { code: 'INSTRUMENT_MISSING', message: 'The broker has no symbol NOTHING.' },
          },
        },
      ]);
    stage.play(sampleTicks({ seed: 11, count: 3, fromMs }));
    await stage.arrived(3);
  });

  test('end when they are no longer wanted, and begin when they are', async () => {
    await using stage = await TickStage.open([]);
    await stage.connected(1);
    const ticks = sampleTicks({ seed: 12, count: 30, fromMs });
    stage.play(ticks.slice(0, 10));
    await sleep(100);
    expect(stage.received).toEqual([]);
    stage.cockpit.send({ kind: 'SUBSCRIBE', body: { subscription: { symbol, bars: [], tickCursor: null } } });
    await stage.arrived(10);
    stage.cockpit.send({ kind: 'UNSUBSCRIBE', body: { symbol } });
    await sleep(100);
    stage.play(ticks.slice(10, 20));
    await sleep(100);
    expect(stage.received).toHaveLength(10);
    stage.cockpit.send({
      kind: 'SUBSCRIBE',
      body: { subscription: { symbol, bars: [], tickCursor: stage.cockpit.ticks(symbol).cursor() } },
    });
    stage.play(ticks.slice(20));
    await stage.arrived();
    stage.expectSame();
  });
});
