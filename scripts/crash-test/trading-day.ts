import { settingsSchema, type Settings } from '#main/wiring/settings.ts';
import type { ScriptedBar } from '../../mql5/host-test/terminal/market.ts';
import { demoAccount, type ScriptedAccount } from '../../mql5/host-test/terminal/scripted-account.ts';
import { xauusd } from '../../mql5/host-test/terminal/scripted-symbol.ts';
import type { MarketScript } from './sabotage.ts';

/** A Wednesday, 10:00:30 UTC: half a minute before a minute closes. */
export const startUtcMs = Date.UTC(2024, 0, 17, 10, 0, 30);

export const serverOffsetSeconds = 2 * 3600;

export const symbol = xauusd;

export const accountOf = (market: MarketScript): ScriptedAccount => ({
  ...demoAccount,
  margin: market === 'stopFirst' ? 'netting' : 'hedging',
});

/** Where the trader logs in by mistake. */
export const otherAccount: ScriptedAccount = { ...demoAccount, login: demoAccount.login + 1 };

/** The price that the last minute closes at: above all that was. */
export const breakoutBid = 2015;

export const spread = 0.2;

/** A scenario that needs few minutes and enters at the first close above the last five. */
export const settings: Settings = settingsSchema.parse({
  terminal: 'mt5',
  symbol: symbol.name,
  clockRule: 'utc+2:00',
  scenarioB: {
    ...{ timeframe: 'M1', smaFastBars: 2, smaSlowBars: 4, entryChannelBars: 5, exitChannelBars: 5, atrBars: 5 },
    ...{ stopAtr: 4, chandelierAtr: 10 },
  },
});

const historyMinutes = 30;

/** Closed minutes that climb slowly, up to the one that is open at that second of the server; by default at the start. */
export function historyBars(serverSecond = startUtcMs / 1000 + serverOffsetSeconds): readonly ScriptedBar[] {
  const openMinute = Math.floor(serverSecond / 60) * 60;
  return Array.from({ length: historyMinutes }, (_, index) => {
    const middle = 2000 + index * 0.1;
    return {
      openSecond: openMinute - (historyMinutes - index) * 60,
      open: middle - 0.2,
      high: middle + 0.5,
      low: middle - 0.5,
      close: middle,
      tickVolume: 60,
      spread: 20,
    };
  });
}
