import path from 'node:path';
import { usualInputs } from '#main/simulation/adviser/adviser-inputs.ts';
import { treatments, type Treatment } from '#main/simulation/broker/treatment.ts';
import { minuteMs, type MarketMinute, type MarketSource } from '#main/simulation/market/market-source.ts';
import { noMarketFaults } from '#main/simulation/market-faults.ts';
import { noOrderFaults } from '#main/simulation/order-steps.ts';
import { allPermissions } from '#main/simulation/session/account-teller.ts';
import { SimulatedTerminal } from '#main/simulation/simulated-terminal.ts';
import { openTerminalDb, type TerminalDb } from '#main/simulation/store/open-terminal-db.ts';
import { saveReplaySettings } from '#main/simulation/store/replay-settings.ts';
import { createTerminalIdentity, readTerminalIdentity } from '#main/simulation/store/terminal-identity.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { assert } from '#shared/base/assert.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { lots } from '#shared/units/lots.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { programVersion } from './program-version.ts';
import type { BrokerDeed, Executed, TerminalSetting, TerminalUnderTest } from './terminal-under-test.suite.ts';

const startUtcMs = utcMs(Date.UTC(2024, 0, 3, 9));

/** The simulated terminal in this process, on a market that a test makes minute by minute. */
export function simulatedTerminalUnderTest(setting: TerminalSetting): Promise<TerminalUnderTest> {
  const { token, address, folder, marginMode, caps, stopsLevelPoints } = setting;
  const instrument = sampleInstrument({ commissionPerLotSide: 0, stopsLevelPoints });
  const market = handMadeMarket();
  let account = accountOf('90000001');
  let terminal: SimulatedTerminal | null = null;
  let db: TerminalDb | null = null;
  let passedMs = 0;

  const start = (): void => {
    const opened = openTerminalDb(path.join(folder, account.login));
    assert(opened.ok, 'the terminal’s file opens');
    db = opened.value;
    if (readTerminalIdentity(db) === null) {
      const first = { balance: 25_000, speed: 1, terms: { marginMode, stopOutPercent: 50 } };
      const markets = new Map([[instrument.symbol, market.source.name]]);
      createTerminalIdentity(db, { account, markets, startUtcMs }, first);
      saveReplaySettings(db, { heldBy: ['trader'], speed: 1 });
    }
    terminal = new SimulatedTerminal({
      ...{ db, account, token, address, version: programVersion, calendar: [] },
      ...{ faults: noOrderFaults, marketFaults: noMarketFaults },
      ...{
        markets: [{ instrument, source: market.source }],
        brokerClock: brokerClock('ny+7'),
        inputs: { ...usualInputs, ...caps },
      },
      wallClock: { nowUtcMs: () => utcMs(Date.now() + passedMs) },
      monotonicClock: { nowMs: () => durationMs(performance.now() + passedMs) },
      timers: realTime.timers,
      rng: realTime.rng,
      onNote: () => undefined,
    });
    terminal.start();
  };
  const kill = (): void => {
    terminal?.[Symbol.dispose]();
    terminal = null;
  };
  const running = (): SimulatedTerminal => {
    assert(terminal !== null, 'the terminal runs');
    return terminal;
  };

  return Promise.resolve({
    clockRule: 'ny+7',
    get account() {
      return account;
    },
    start: () => resolved(start),
    kill: () => resolved(kill),
    setPrices: (quote) => {
      market.add(quote);
      running().control({ kind: 'step' });
      return Promise.resolve();
    },
    script: (...deeds) => running().treatNext(...deeds.map(treatmentOf)),
    executed: (id) => executedIn(db, id),
    passTime: (ms) => {
      passedMs += ms;
      return Promise.resolve();
    },
    buyByHand: () => {
      const { symbol } = instrument;
      const order = { kind: 'entry', clientOrderId: null, origin: 'manual', symbol, side: 'buy' } as const;
      running().tradeByHand({ ...order, volume: lots(0.1), stop: null, target: null, worstPrice: null });
      return Promise.resolve();
    },
    allowTrading: (isAllowed) => {
      const permissions = { ...allPermissions.permissions, terminal: isAllowed };
      running().permit({ ...allPermissions, permissions });
      return Promise.resolve();
    },
    switchAccount: () => {
      kill();
      account = accountOf('90000002');
      return resolved(start);
    },
    [Symbol.asyncDispose]: () => resolved(kill),
  } satisfies TerminalUnderTest);
}

const treatmentOf = (deed: BrokerDeed | number): Treatment =>
  typeof deed === 'number' ? { answer: deed, parts: [], restsMs: 0 } : treatments[deed];

function resolved(run: () => void): Promise<void> {
  run();
  return Promise.resolve();
}

const accountOf = (login: string) => ({ server: 'ATS-Simulated', login, tradeMode: 'simulated' }) as const;

/** A market of one quote a minute, whose next minute is as the test says when it says it. */
function handMadeMarket(): { readonly source: MarketSource; readonly add: (quote: Made) => void } {
  const made: Made[] = [];
  const minuteAt = (index: number): MarketMinute => {
    const openTimeUtcMs = utcMs(startUtcMs + index * minuteMs);
    const quoteNow = (): Made => made[index] ?? { bid: 2000, ask: 2000.2 };
    const barNow = (): MarketMinute['bar'] => {
      const bid = price(quoteNow().bid);
      return { openTimeUtcMs, open: bid, high: bid, low: bid, close: bid, tickVolume: 1, spreadPoints: null };
    };
    return {
      between: 'jumped',
      get bar() {
        return barNow();
      },
      get quotes() {
        const { bid, ask } = quoteNow();
        return [sampleQuote({ bid, spreadPoints: Math.round((ask - bid) * 100), occurredAtUtcMs: openTimeUtcMs })];
      },
    };
  };
  return {
    add: (quote) => void made.push(quote),
    source: {
      name: 'made by hand',
      minutes: function* (fromUtcMs) {
        for (let index = Math.max(0, Math.ceil((fromUtcMs - startUtcMs) / minuteMs)); ; index++) yield minuteAt(index);
      },
    },
  };
}

interface Made {
  readonly bid: number;
  readonly ask: number;
}

/** By the broker's own records, of which an order has none before it made a deal. */
function executedIn(db: TerminalDb | null, id: string): Executed {
  assert(db?.open === true, 'the terminal runs');
  const row = db
    .prepare(
      `SELECT COUNT(DISTINCT order_ticket) AS orders, COALESCE(SUM(volume), 0) AS volume FROM deals WHERE client_order_id = ?`,
    )
    .get(id) as { orders: number; volume: number };
  return { orders: row.orders, volume: Number(row.volume.toFixed(8)) };
}
