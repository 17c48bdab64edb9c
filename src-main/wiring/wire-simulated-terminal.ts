import { parsePairingToken } from '#main/protocol/pairing-token.ts';
import { pipeAddress } from '#main/protocol/pipe-address.ts';
import { minuteMs } from '#main/simulation/market/market-source.ts';
import { replaySource } from '#main/simulation/market/replay-source.ts';
import { syntheticSource } from '#main/simulation/market/synthetic-source.ts';
import { usualInputs, type AdviserInputs } from '#main/simulation/adviser/adviser-inputs.ts';
import { accountPast, type AccountPast } from '#main/simulation/broker/account-past.ts';
import { newBrokerState, usualTerms, type BrokerTerms } from '#main/simulation/broker/broker-state.ts';
import { seededCalendar } from '#main/simulation/market/seeded-calendar.ts';
import { gappedSource, type PriceGap } from '#main/simulation/market/gapped-source.ts';
import { sharedMinutes, type SymbolMarket } from '#main/simulation/market/symbol-market.ts';
import { noMarketFaults, type MarketFaults } from '#main/simulation/market-faults.ts';
import type { OrderFaults } from '#main/simulation/order-steps.ts';
import { simulatedInstrument, withSessions, type SimulatedInstrument } from '#main/simulation/simulated-instrument.ts';
import { SimulatedTerminal, type TerminalNote } from '#main/simulation/simulated-terminal.ts';
import { readBrokerState } from '#main/simulation/store/broker-records.ts';
import { openTerminalDb, type TerminalDb } from '#main/simulation/store/open-terminal-db.ts';
import { askForSpeed } from '#main/simulation/store/replay-settings.ts';
import {
  createTerminalIdentity,
  joinMarkets,
  readTerminalIdentity,
  renameMarket,
  type Renaming,
  type TerminalIdentity,
} from '#main/simulation/store/terminal-identity.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import { money } from '#shared/units/money.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { programVersion } from './program-version.ts';
import { readCalendar } from './read-calendar.ts';
import { nothingToPlay, readHistory, recordedMinutes, type History, type RecordedMinutes } from './read-history.ts';
import { runtimeFolder } from './runtime-folder.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';
import { walkSeed, type SymbolWish } from './symbol-wish.ts';
import { systemRng } from './system-rng.ts';
import { systemTimers } from './system-timers.ts';

export { usualInputs, type AdviserInputs } from '#main/simulation/adviser/adviser-inputs.ts';
export { usualTerms, type BrokerTerms } from '#main/simulation/broker/broker-state.ts';
export { treatmentNames, type TreatmentName } from '#main/simulation/broker/treatment.ts';
export type { OrderKind, TreatmentChance } from '#main/simulation/broker/treatment-plan.ts';
export type { PriceCorrection } from '#main/simulation/market/corrected-source.ts';
export type { HoleCut } from '#main/simulation/market/hole-book.ts';
export { noMarketFaults, type MarketFaults } from '#main/simulation/market-faults.ts';
export { historyDeedNames, type HistoryDeed } from '#main/simulation/session/history-deed.ts';
export type { HistoryChance } from '#main/simulation/session/history-plan.ts';
export type { PriceGap } from '#main/simulation/market/gapped-source.ts';
export { noOrderFaults, orderSteps, type OrderFaults, type OrderStep } from '#main/simulation/order-steps.ts';

export interface SimulatedTerminalOptions {
  readonly folder: string;
  /** As a person pasted it. */
  readonly token: string;
  /** Null derives it from the token, as the cockpit does. */
  readonly address: string | null;
  /** The main one, that is listed first. */
  readonly symbol: string;
  /** Further symbols; an entry of the main symbol's name says more of that one. */
  readonly symbols?: readonly SymbolWish[];
  /** The trade server's clock. */
  readonly clockRule: ClockRule;
  readonly seed: number;
  /** Recorded M1 bars of the main symbol to be played instead of the seeded market. */
  readonly history: History | null;
  /** Where the market begins to be played, on the first run: null is now, or the first recorded bar. */
  readonly startUtcMs: UtcMs | null;
  /** How much of a seeded market lies before its start. */
  readonly historyDays: number;
  readonly speed: number;
  readonly balance: number;
  /** On the first run; the same for ever. */
  readonly terms?: BrokerTerms;
  readonly inputs?: AdviserInputs;
  /** How many deals the account has behind it before its first run, with deposits and withdrawals. */
  readonly pastDeals?: number;
  /** A file of releases, as JSON, or `seeded`; null: no calendar. */
  readonly calendar?: string | null;
  /** In the main symbol's prices. */
  readonly gaps?: readonly PriceGap[];
  readonly faults: OrderFaults;
  /** What is not named goes as it should. */
  readonly marketFaults?: Partial<MarketFaults>;
  readonly onNote: (note: TerminalNote) => void;
}

const dayMs = 86_400_000;

/** The name of a calendar that is made up. */
export const seeded = 'seeded';

/** Makes a simulated terminal of real clocks and files. It is not connected yet. Whatever is wrong with the options is a fault. */
export async function wireSimulatedTerminal(
  options: SimulatedTerminalOptions,
): Promise<Result<SimulatedTerminal, Fault>> {
  const token = parsePairingToken(options.token);
  if (!token.ok) return token;
  const derived = pipeAddress({ token: token.value, platform: process.platform, runtimeFolder: runtimeFolder() });
  if (!derived.ok) return derived;
  const listed = await listSymbols(options);
  if (!listed.ok) return listed;
  const read = options.calendar === seeded ? ok(null) : await readCalendar(options.calendar ?? null);
  if (!read.ok) return read;
  const opened = openTerminalDb(options.folder);
  if (!opened.ok) return opened;
  const db = opened.value;
  const market = openMarkets(db, options, listed.value);
  if (!market.ok) {
    db.close();
    return market;
  }
  const { markets, account, startUtcMs } = market.value;
  const calendar = read.value ?? releasesAround(startUtcMs, options);
  const { faults, onNote } = options;
  return ok(
    new SimulatedTerminal({
      ...{ db, account, markets, faults, onNote, calendar, inputs: options.inputs ?? usualInputs },
      marketFaults: { ...noMarketFaults, ...options.marketFaults },
      brokerClock: brokerClock(options.clockRule),
      address: options.address ?? derived.value,
      token: token.value,
      version: programVersion,
      wallClock: systemWallClock,
      monotonicClock: systemMonotonicClock,
      timers: systemTimers,
      rng: systemRng,
    }),
  );
}

interface ListedSymbol {
  readonly simulated: SimulatedInstrument;
  readonly recorded: RecordedMinutes | null;
  readonly seed: number;
  readonly formerly: string | null;
}

/** The main symbol first, each once. */
async function listSymbols(options: SimulatedTerminalOptions): Promise<Result<readonly ListedSymbol[], Fault>> {
  const { symbol, seed, history, symbols = [] } = options;
  const said = symbols.find((wish) => wish.symbol === symbol) ?? { symbol };
  const main = { ...said, seed: said.seed ?? seed, history: said.history ?? history };
  const listed: ListedSymbol[] = [];
  for (const wish of [main, ...symbols.filter((it) => it.symbol !== symbol)]) {
    const simulated = simulatedInstrument(wish.symbol, wish);
    if (!simulated.ok) return simulated;
    const recorded = await recordedOf(wish);
    if (!recorded.ok) return recorded;
    const its = wish.seed ?? walkSeed(wish.like ?? wish.symbol, seed);
    listed.push({ simulated: simulated.value, recorded: recorded.value, seed: its, formerly: wish.formerly ?? null });
  }
  return ok(listed);
}

async function recordedOf({ symbol, history, bars }: SymbolWish): Promise<Result<RecordedMinutes | null, Fault>> {
  if (bars != null) return recordedMinutes(`replay of ${symbol} from memory`, bars);
  return history == null ? ok(null) : readHistory(history, symbol);
}

interface Opened {
  readonly markets: readonly SymbolMarket[];
  readonly account: TerminalIdentity['account'];
  readonly startUtcMs: UtcMs;
}

/** The markets that the options ask for, and the account that trades on them: made on the first run, afterwards the same or refused. */
function openMarkets(
  db: TerminalDb,
  options: SimulatedTerminalOptions,
  listed: readonly ListedSymbol[],
): Result<Opened, Fault> {
  const known = readTerminalIdentity(db);
  const startUtcMs = known?.startUtcMs ?? options.startUtcMs ?? defaultStart(listed[0]?.recorded ?? null);
  const markets = listed.map((it, index) => marketOf(it, { ...options, startUtcMs, isMain: index === 0 }));
  const names = new Map(markets.map(({ instrument, source }) => [instrument.symbol, source.name]));
  if (known !== null) {
    const renamed = renamedIn(known, { listed, names });
    const isOtherStart = options.startUtcMs !== null && options.startUtcMs !== startUtcMs;
    for (const [symbol, name] of names) {
      const its = known.markets.get(symbol);
      if (isOtherStart || (its !== undefined && its !== name)) return err(otherMarket(its ?? name, name));
    }
    const kept = new Set([...names.keys(), ...renamed.map(({ from }) => from)]);
    const left = readBrokerState(db).positions.find(({ symbol }) => !kept.has(symbol));
    if (left !== undefined) return err(positionLeft(left.symbol));
    for (const rename of renamed) renameMarket(db, rename);
    joinMarkets(db, names);
    askForSpeed(db, options.speed);
    return ok({ markets, account: known.account, startUtcMs });
  }
  if (sharedMinutes(markets, startUtcMs).next().done === true) return err(nothingToPlay(startUtcMs));
  const account = { server: 'ATS-Simulated', login: newLogin(), tradeMode: 'simulated' } as const;
  const { balance, speed, terms = usualTerms } = options;
  const past = pastOf(options, { markets, startUtcMs });
  createTerminalIdentity(db, { account, markets: names, startUtcMs }, { balance, speed, terms, past });
  return ok({ markets, account, startUtcMs });
}

/** Symbols that were called otherwise before and whose markets are the same but for the name. */
const renamedIn = (
  { markets }: TerminalIdentity,
  { listed, names }: { readonly listed: readonly ListedSymbol[]; readonly names: ReadonlyMap<string, string> },
): readonly Renaming[] =>
  listed.flatMap(({ simulated, formerly: from }) => {
    const to = simulated.instrument.symbol;
    const source = names.get(to);
    const isTheSame = from !== null && source !== undefined && markets.get(from)?.replace(from, to) === source;
    return isTheSame && !markets.has(to) ? [{ from, to, source }] : [];
  });

/** Ended a day before the start, so that the first day begins with nothing done. */
function pastOf(
  { pastDeals = 0, seed, balance }: SimulatedTerminalOptions,
  { markets, startUtcMs }: Pick<Opened, 'markets' | 'startUtcMs'>,
): AccountPast | null {
  const [first] = sharedMinutes(markets, utcMs(0));
  if (pastDeals === 0 || first === undefined) return null;
  const { lastOrderTicket: orderTicket, lastDealTicket: dealTicket } = newBrokerState(balance);
  const span = { fromUtcMs: first.openTimeUtcMs, untilUtcMs: utcMs(startUtcMs - dayMs) };
  if (span.fromUtcMs >= span.untilUtcMs) return null;
  const last = { orderTicket, dealTicket };
  return accountPast({ ...span, deals: pastDeals, seed, markets, balance: money(balance), last });
}

/** From the beginning of a seeded past on, for as long as anybody will play it. */
const releasesAround = (startUtcMs: UtcMs, { seed, historyDays }: SimulatedTerminalOptions): readonly CalendarEvent[] =>
  seededCalendar({
    seed,
    fromUtcMs: utcMs(startUtcMs - historyDays * dayMs),
    untilUtcMs: utcMs(startUtcMs + 730 * dayMs),
  });

function marketOf(
  { simulated, recorded, seed }: ListedSymbol,
  it: SimulatedTerminalOptions & { readonly startUtcMs: UtcMs; readonly isMain: boolean },
): SymbolMarket {
  const { startUtcMs, historyDays, gaps = [] } = it;
  const its = withSessions(simulated, brokerClock(it.clockRule), startUtcMs);
  const { instrument, spreadPointsUsual } = its;
  const beginUtcMs = utcMs(startUtcMs - historyDays * dayMs);
  const source =
    recorded === null
      ? syntheticSource({ ...its, seed, beginUtcMs })
      : replaySource({ ...recorded, instrument, spreadPointsDefault: spreadPointsUsual });
  return { instrument, source: it.isMain ? gappedSource(source, gaps, instrument) : source };
}

const defaultStart = (recorded: RecordedMinutes | null): UtcMs =>
  recorded?.bars[0]?.openTimeUtcMs ?? utcMs(Math.floor(systemWallClock.nowUtcMs() / minuteMs) * minuteMs);

/** Eight digits that no other folder's account is likely to have: another account must never look like this one. */
const newLogin = (): string => String(90_000_000 + (Buffer.from(systemRng.bytes(4)).readUInt32LE() % 10_000_000));

const otherMarket = (known: string, asked: string): Fault =>
  fault(
    'SETTINGS_INVALID',
    `The account in this folder trades on another market (${known}) than the one asked for (${asked}). Nothing was changed. Start the terminal as before, or give it a folder of its own.`,
    { market: known, asked },
  );

const positionLeft = (symbol: string): Fault =>
  fault(
    'SETTINGS_INVALID',
    `The account in this folder has a position in ${symbol}, which the terminal is not asked to trade. Nothing was changed. Start it with ${symbol} among its symbols.`,
    { symbol },
  );
