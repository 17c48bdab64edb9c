import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { runWishSchema, type RunWish } from '#shared/contract/backtest.ts';
import { costTermsSchema, type CostTerms } from '#shared/trading/cost-terms.ts';
import { nothingOf } from '#main/backtest/data/choose-sources.ts';
import { resolveInstrument } from '#main/backtest/data/resolve-instrument.ts';
import type { ParametersById } from '#main/backtest/plan-strategies.ts';
import type { RunTerms } from '#main/backtest/records/run-terms.ts';
import type { BacktestWish } from '#main/ports/backtest-runs.ts';
import type { StoredMarket } from '#main/ports/stored-market.ts';
import { readSettings } from './read-settings.ts';
import type { Settings } from './settings.ts';
import { terminalProfileOf } from './terminal-profile-of.ts';

/** The settings of a data folder for research. A scenario decides on its own timeframe here, whatever the simulated terminal's market suggests. */
export const researchSettings = (folder: string): Result<Settings, Fault> =>
  readSettings({ folder, environment: process.env, flags: { terminal: 'mt5' } });

/** The wish with everything filled in. DATA_MISSING where nothing is stored and no symbol was named; REQUEST_INVALID, SETTINGS_INVALID. */
export function wholeWish(
  wish: BacktestWish,
  { settings, market }: { readonly settings: Settings; readonly market: Pick<StoredMarket, 'summaries'> },
): Result<RunWish, Fault> {
  const symbols = wish.symbols ?? symbolsWithin(market, wish);
  if (symbols.length === 0) return err(nothingStored);
  const costs = withZone(wish.costs === undefined ? settings.costs : costTermsSchema.parse(wish.costs));
  if (!isZone(costs.wakingHours.zone)) return err(noZone(costs.wakingHours.zone));
  const parsed = runWishSchema.safeParse({ ...wish, symbols: [...new Set(symbols)], costs });
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return err(fault('REQUEST_INVALID', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, {}));
}

/** What else a run depends on, as the settings and the terminal's word have it now. DATA_MISSING, INSTRUMENT_MISSING, SETTINGS_INVALID. */
export function termsFor(
  wish: RunWish,
  {
    settings,
    market,
  }: { readonly settings: Settings; readonly market: Pick<StoredMarket, 'instrument' | 'summaries'> },
): Result<RunTerms, Fault> {
  const stored = storedSymbols(market);
  const instruments: RunTerms['instruments'][number][] = [];
  for (const symbol of wish.symbols) {
    // Of what is not stored the terms are of no interest.
    if (!stored.includes(symbol)) return err(nothingOf(symbol, stored));
    const terms = settings.instruments[symbol] ?? null;
    const resolved = resolveInstrument(symbol, { told: market.instrument(symbol), terms });
    if (!resolved.ok) return resolved;
    instruments.push(resolved.value);
  }
  const { research: account, limits, governance } = settings;
  const balance = wish.balance ?? (wish.scenario === 'A' ? 2_500 : 10_000);
  const { clockRule } = terminalProfileOf(settings);
  return ok({ account, balance, limits, governance, clockRule, instruments, costs: wish.costs });
}

const storedSymbols = (market: Pick<StoredMarket, 'summaries'>): readonly string[] => [
  ...new Set(market.summaries().map(({ series }) => series.symbol)),
];

/** Those that have bars in the range; where none has, all: what is wrong is told of the first one. */
function symbolsWithin(
  market: Pick<StoredMarket, 'summaries'>,
  { fromUtcMs, toUtcMs }: BacktestWish,
): readonly string[] {
  const within = market
    .summaries()
    .filter((it) => it.lastUtcMs >= (fromUtcMs ?? -Infinity) && it.firstUtcMs < (toUtcMs ?? Infinity))
    .map(({ series }) => series.symbol);
  return within.length > 0 ? within : storedSymbols(market);
}

/** Parameters by strategy, as the settings have them. */
export const parametersIn = ({ scenarioA, scenarioB }: Settings): ParametersById => ({ A: scenarioA, B: scenarioB });

/** A result depends on where the trader sleeps, so the place is kept by name. */
function withZone(costs: CostTerms): CostTerms {
  const { wakingHours } = costs;
  if (wakingHours.zone !== 'local') return costs;
  return { ...costs, wakingHours: { ...wakingHours, zone: new Intl.DateTimeFormat().resolvedOptions().timeZone } };
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const noZone = (zone: string): Fault =>
  fault(
    'SETTINGS_INVALID',
    `There is no zone ${zone}. Name the one that the trader sleeps in as Europe/Berlin, or local.`,
    { zone },
  );

const nothingStored = fault(
  'DATA_MISSING',
  'No bars are stored yet. Import a file with “ats import FILE --symbol …”, or let the terminal bring them.',
);
