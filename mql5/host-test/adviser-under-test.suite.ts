import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerDeed, TerminalSetting, TerminalUnderTest } from '#main/wiring/terminal-under-test.suite.ts';
import { programs } from './build/places.ts';
import type { OrderScript } from './terminal/broker/order-script.ts';
import { fillingFlag, timeframe } from './terminal/mql5-values.ts';
import { demoAccount, type ScriptedAccount } from './terminal/scripted-account.ts';
import { xauusd } from './terminal/scripted-symbol.ts';
import { ScriptedTerminal } from './terminal/scripted-terminal.ts';
import { startAdviser, type RunningAdviser } from './terminal/start-adviser.ts';

const scripts: Readonly<Record<Exclude<BrokerDeed, 'filledInParts'>, OrderScript>> = {
  slow: { executesAfterMs: 300 },
  filledInPart: { fillRatio: 0.5 },
  requoted: { reply: 10_004 },
  rejected: { reply: 10_006 },
  timedOut: { reply: 10_012, executes: false },
  timedOutButFilled: { reply: 10_012, executes: true },
  lost: { reply: 'lost', executes: false },
  lostButFilled: { reply: 'lost', executes: true },
  unknownCode: { reply: 10_099 },
};

/** The scripted broker fills an order in one deal. */
export const lacking: readonly BrokerDeed[] = ['filledInParts'];

/** How far the terminal's time goes in one step, at most: its programs hear of all that falls due in it before the next. */
const stepMsMax = 250;

const pauseMs = 5;

/** The compiled adviser in the scripted terminal, in a time that follows the machine's and can be moved ahead of it. */
export async function adviserUnderTest(setting: TerminalSetting): Promise<TerminalUnderTest> {
  const { token, folder, marginMode, caps, stopsLevelPoints } = setting;
  // So that an order may be filled in part.
  const gold = { ...xauusd, fillingModes: fillingFlag.SYMBOL_FILLING_IOC, stopsLevelPoints };
  let account: ScriptedAccount = { ...demoAccount, balance: 25_000, margin: marginMode };
  let running: readonly RunningAdviser[] = [];
  let aheadMs = 0;
  let isOver = false;
  const terminal = await ScriptedTerminal.start({
    address: { kind: 'path', path: path.join(folder, 'link') },
    simulatedFromUtcMs: Date.now(),
    symbols: [gold],
    account,
  });

  // The terminal has been on for a while when the adviser is put on its chart.
  terminal.tick(gold.name, { bid: 1999, ask: 1999.2 });

  const follow = async (): Promise<void> => {
    while (!isOver) {
      const behindMs = Date.now() + aheadMs - terminal.utcMs;
      if (behindMs > 0) await terminal.step(Math.min(behindMs, stepMsMax));
      await sleep(pauseMs);
    }
  };
  let following = Promise.resolve();

  const run = (program: string, inputs: Readonly<Record<string, string | number>>): Promise<RunningAdviser> =>
    startAdviser({
      ...{ terminal, program, pipesFolder: folder, dataFolder: path.join(folder, 'terminal') },
      inputs: { InpToken: token, ...inputs },
      setup: { chart: { symbol: gold.name, timeframe: timeframe.PERIOD_M1 }, timerResolutionMs: 1 },
    });
  const start = async (): Promise<void> => {
    running = [
      await run(programs.AtsBridge, {
        InpMaxVolume: caps.maxVolume ?? 0,
        InpMaxPositions: caps.maxPositions ?? 0,
        InpMaxTradesPerDay: caps.maxTradesPerDay ?? 0,
        InpMaxSpreadPoints: caps.maxSpreadPoints ?? 0,
        InpDeadManMs: caps.deadManMs ?? 5000,
      }),
      await run(programs.AtsHistory, {}),
    ];
  };
  const kill = async (): Promise<void> => {
    await Promise.all(running.map((program) => program.kill()));
    running = [];
  };
  following = follow();

  return {
    clockRule: 'utc+3:00',
    get account() {
      return { server: account.server, login: String(account.login), tradeMode: 'demo' } as const;
    },
    start,
    kill,
    setPrices: (quote) => {
      terminal.tick(gold.name, quote);
      return Promise.resolve();
    },
    script: (...deeds) => {
      const asked = deeds.filter((deed) => deed !== 'filledInParts');
      const scripted = asked.map((deed) =>
        typeof deed === 'number' ? { reply: deed, executes: false } : scripts[deed],
      );
      terminal.setOrderRules(...scripted.map((script, index) => ({ nth: index + 1, script })));
    },
    executed: (id) => {
      const deals = terminal.executions.dealsOf(id);
      const volume = deals.reduce((sum, deal) => sum + deal.volume, 0);
      return { orders: new Set(deals.map(({ order }) => order)).size, volume: Number(volume.toFixed(8)) };
    },
    passTime: async (ms) => {
      aheadMs += ms;
      while (terminal.utcMs < Date.now() + aheadMs - stepMsMax) await sleep(pauseMs);
    },
    buyByHand: () => {
      terminal.trade({ symbol: gold.name, side: 'buy', volume: 0.1 });
      return Promise.resolve();
    },
    allowTrading: (isAllowed) => {
      terminal.setTerminal({ TERMINAL_TRADE_ALLOWED: isAllowed ? 1 : 0 });
      return Promise.resolve();
    },
    switchAccount: () => {
      account = { ...account, login: account.login + 1 };
      terminal.switchAccount(account);
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      await kill();
      await following;
      await terminal.dispose();
    },
  };
}
