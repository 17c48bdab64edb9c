import { parsePairingToken } from '#main/protocol/pairing-token.ts';
import { pipeAddress } from '#main/protocol/pipe-address.ts';
import { minuteMs, type MarketSource } from '#main/simulation/market/market-source.ts';
import { replaySource } from '#main/simulation/market/replay-source.ts';
import { syntheticSource } from '#main/simulation/market/synthetic-source.ts';
import { usualInputs, type AdviserInputs } from '#main/simulation/adviser/adviser-inputs.ts';
import { usualTerms, type BrokerTerms } from '#main/simulation/broker/broker-state.ts';
import { gappedSource, type PriceGap } from '#main/simulation/market/gapped-source.ts';
import type { OrderFaults } from '#main/simulation/order-steps.ts';
import { simulatedInstrument, type SimulatedInstrument } from '#main/simulation/simulated-instrument.ts';
import { SimulatedTerminal, type TerminalNote } from '#main/simulation/simulated-terminal.ts';
import { openTerminalDb, type TerminalDb } from '#main/simulation/store/open-terminal-db.ts';
import { askForSpeed } from '#main/simulation/store/replay-settings.ts';
import {
  createTerminalIdentity,
  readTerminalIdentity,
  type TerminalIdentity,
} from '#main/simulation/store/terminal-identity.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { programVersion } from './program-version.ts';
import { readCalendar } from './read-calendar.ts';
import { nothingToPlay, readHistory, type History, type RecordedMinutes } from './read-history.ts';
import { runtimeFolder } from './runtime-folder.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';
import { systemRng } from './system-rng.ts';
import { systemTimers } from './system-timers.ts';

export { usualInputs, type AdviserInputs } from '#main/simulation/adviser/adviser-inputs.ts';
export { usualTerms, type BrokerTerms } from '#main/simulation/broker/broker-state.ts';
export { treatmentNames, type TreatmentName } from '#main/simulation/broker/treatment.ts';
export type { OrderKind, TreatmentChance } from '#main/simulation/broker/treatment-plan.ts';
export type { PriceGap } from '#main/simulation/market/gapped-source.ts';
export { noOrderFaults, orderSteps, type OrderFaults, type OrderStep } from '#main/simulation/order-steps.ts';

export interface SimulatedTerminalOptions {
  readonly folder: string;
  /** As a person pasted it. */
  readonly token: string;
  /** Null derives it from the token, as the cockpit does. */
  readonly address: string | null;
  readonly symbol: string;
  /** The trade server's clock. */
  readonly clockRule: ClockRule;
  readonly seed: number;
  /** Recorded M1 bars to be played instead of the seeded market. */
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
  /** A file of releases, as JSON; null: no calendar. */
  readonly calendar?: string | null;
  readonly gaps?: readonly PriceGap[];
  readonly faults: OrderFaults;
  readonly onNote: (note: TerminalNote) => void;
}

const dayMs = 86_400_000;

/** Makes a simulated terminal of real clocks and files. It is not connected yet. Whatever is wrong with the options is a fault. */
export async function wireSimulatedTerminal(
  options: SimulatedTerminalOptions,
): Promise<Result<SimulatedTerminal, Fault>> {
  const token = parsePairingToken(options.token);
  if (!token.ok) return token;
  const derived = pipeAddress({ token: token.value, platform: process.platform, runtimeFolder: runtimeFolder() });
  if (!derived.ok) return derived;
  const instrument = simulatedInstrument(options.symbol);
  if (!instrument.ok) return instrument;
  const calendar = await readCalendar(options.calendar ?? null);
  if (!calendar.ok) return calendar;
  const opened = openTerminalDb(options.folder);
  if (!opened.ok) return opened;
  const db = opened.value;
  const market = await openMarket(db, options, instrument.value);
  if (!market.ok) {
    db.close();
    return market;
  }
  const { source, account } = market.value;
  const { faults, onNote } = options;
  return ok(
    new SimulatedTerminal({
      ...{ db, account, source, faults, onNote, calendar: calendar.value, inputs: options.inputs ?? usualInputs },
      instrument: instrument.value.instrument,
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

/** The market that the options ask for, and the account that trades on it: made on the first run, afterwards the same or refused. */
async function openMarket(
  db: TerminalDb,
  options: SimulatedTerminalOptions,
  simulated: SimulatedInstrument,
): Promise<Result<{ readonly source: MarketSource; readonly account: TerminalIdentity['account'] }, Fault>> {
  const known = readTerminalIdentity(db);
  const recorded = options.history === null ? ok(null) : await readHistory(options.history, options.symbol);
  if (!recorded.ok) return recorded;
  const startUtcMs = known?.startUtcMs ?? options.startUtcMs ?? defaultStart(recorded.value);
  const market =
    recorded.value === null
      ? seededSource(options, simulated, startUtcMs)
      : replaySource({ ...recorded.value, ...simulated, spreadPointsDefault: simulated.spreadPointsUsual });
  const source = gappedSource(market, options.gaps ?? [], simulated.instrument);
  const isOtherStart = options.startUtcMs !== null && options.startUtcMs !== startUtcMs;
  if (known !== null && (known.market !== source.name || isOtherStart)) return err(otherMarket(known, source.name));
  if (known !== null) {
    askForSpeed(db, options.speed);
    return ok({ source, account: known.account });
  }
  if (source.minutes(startUtcMs)[Symbol.iterator]().next().done === true) return err(nothingToPlay(startUtcMs));
  const account = { server: 'ATS-Simulated', login: newLogin(), tradeMode: 'simulated' } as const;
  const { balance, speed, terms = usualTerms } = options;
  createTerminalIdentity(db, { account, market: source.name, startUtcMs }, { balance, speed, terms });
  return ok({ source, account });
}

function seededSource(
  { seed, historyDays }: SimulatedTerminalOptions,
  { instrument, startPrice, spreadPointsUsual }: SimulatedInstrument,
  startUtcMs: UtcMs,
): MarketSource {
  const beginUtcMs = utcMs(startUtcMs - historyDays * dayMs);
  return syntheticSource({ instrument, seed, beginUtcMs, startPrice, spreadPointsUsual });
}

const defaultStart = (recorded: RecordedMinutes | null): UtcMs =>
  recorded?.bars[0]?.openTimeUtcMs ?? utcMs(Math.floor(systemWallClock.nowUtcMs() / minuteMs) * minuteMs);

/** Eight digits that no other folder's account is likely to have: another account must never look like this one. */
const newLogin = (): string => String(90_000_000 + (Buffer.from(systemRng.bytes(4)).readUInt32LE() % 10_000_000));

const otherMarket = (known: TerminalIdentity, asked: string): Fault =>
  fault(
    'SETTINGS_INVALID',
    `The account in this folder trades on another market (${known.market}) than the one asked for (${asked}). Nothing was changed. Start the terminal as before, or give it a folder of its own.`,
    { market: known.market, asked },
  );
