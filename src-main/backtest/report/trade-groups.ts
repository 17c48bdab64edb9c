import type { RunTrade } from '#shared/contract/backtest.ts';
import type { RunReport } from '#shared/contract/run-report.ts';
import { regimes, type Regime } from '#shared/market/regime.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { groups } from '../metrics/groups.ts';
import { sessionAt, sessions } from '../metrics/session.ts';

const hourMs = 3_600_000;

/** Monday first, as weeks of markets begin; Sunday first in a date. */
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** The trades by everything that they can be told apart by. */
export function tradeGroups(
  trades: readonly RunTrade[],
  terms: { readonly clock: BrokerClock; readonly regimeOf: (trade: RunTrade) => Regime | null },
): Pick<RunReport, `by${'Side' | 'Symbol' | 'Strategy' | 'Hour' | 'Weekday' | 'Session' | 'Regime' | 'Exit'}`> {
  const brokerMs = ({ openedAtUtcMs }: RunTrade): number => terms.clock.toBroker(utcMs(openedAtUtcMs));
  return {
    bySide: groups(trades, ({ side }) => side),
    bySymbol: groups(trades, ({ symbol }) => symbol),
    byStrategy: groups(trades, ({ strategy }) => strategy),
    byHour: groups(trades, (trade) => hourOf(brokerMs(trade))),
    byWeekday: groups(trades, (trade) => weekdayOf(brokerMs(trade)), weekdays),
    bySession: groups(trades, ({ openedAtUtcMs }) => sessionAt(openedAtUtcMs), sessions),
    byRegime: groups(trades, terms.regimeOf, regimes),
    byExit: groups(trades, ({ exitReason }) => exitReason),
  };
}

const hourOf = (brokerMs: number): string => String(Math.floor(brokerMs / hourMs) % 24).padStart(2, '0');

/** 1970-01-01 was a Thursday. */
const weekdayOf = (brokerMs: number): string => weekdays[(Math.floor(brokerMs / (24 * hourMs)) + 3) % 7] ?? 'Mon';
