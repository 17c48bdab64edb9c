import { Command, InvalidArgumentError, Option } from 'commander';
import {
  historyDeedNames,
  orderSteps,
  seeded,
  treatmentNames,
  type HistoryChance,
  type HistoryDeed,
  type HoleCut,
  type MarketFaults,
  type OrderFaults,
  type OrderKind,
  type OrderStep,
  type PriceCorrection,
  type PriceGap,
  type SimulatedTerminalOptions,
  type TreatmentChance,
  type TreatmentName,
} from '#main/wiring/wire-simulated-terminal.ts';
import { parseSymbolWish, type SymbolWish } from '#main/wiring/symbol-wish.ts';
import { parseClockRule, type ClockRule } from '#shared/time/clock-rule.ts';
import { points } from '#shared/units/points.ts';
import { isUtcMs, utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { numberIn } from './number-in.ts';

/** What `addTerminalOptions` makes of a command line. */
export interface TerminalFlags {
  readonly symbol: string;
  readonly also: readonly SymbolWish[];
  readonly clock: ClockRule;
  readonly seed: number;
  readonly speed: number;
  readonly start?: UtcMs;
  readonly history?: string;
  readonly historyClock: ClockRule;
  readonly historyDays: number;
  readonly balance: number;
  readonly delayAfter: OrderFaults['delayMsAfter'];
  readonly dropAfter?: OrderStep;
  readonly loseReply: boolean;
  readonly netting: boolean;
  readonly stopOut: number;
  readonly calendar?: string;
  readonly gap: readonly PriceGap[];
  readonly script: readonly TreatmentName[];
  readonly fault: readonly TreatmentChance[];
  readonly faultSeed: number;
  readonly hints: OrderFaults['transactions'];
  readonly historyScript: readonly HistoryDeed[];
  readonly historyFault: readonly HistoryChance[];
  readonly historyAfter: number | 'never';
  readonly hole: readonly HoleCut[];
  readonly correct: readonly PriceCorrection[];
  readonly whileAway: number;
  readonly lists: MarketFaults['lists'];
  readonly pastDeals: number;
  readonly maxVolume: number;
  readonly maxPositions: number;
  readonly maxTrades: number;
  readonly maxSpread: number;
  readonly maxDailyLoss: number;
  readonly deadMan: number;
  readonly settle: number;
}

type ParsedOptions = Omit<SimulatedTerminalOptions, 'token' | 'onNote'>;

/** The command line of the simulated terminal's own program; the pairing token comes by the environment, where other users cannot read it. */
export function parseTerminalOptions(words: readonly string[]): ParsedOptions {
  const command = new Command('ats-simulated-terminal')
    .description('A simulated terminal with an account and a market; the pairing token is read from ATS_PAIRING_TOKEN')
    .requiredOption('--data <folder>', 'folder of its own')
    .option('--address <pipe>', 'pipe of the cockpit (default: derived from the token)');
  const { data, address, ...flags } = addTerminalOptions(command)
    .parse([...words], { from: 'user' })
    .opts<TerminalFlags & { readonly data: string; readonly address?: string }>();
  return terminalOptions(flags, { folder: data, address: address ?? null });
}

export const addTerminalOptions = (command: Command): Command =>
  command
    .option('--symbol <symbol>', 'what it trades', 'XAUUSD')
    .option('--also <symbol|json>', 'a further symbol, or what its market is to be, as JSON (repeatable)', also, [])
    .option('--clock <rule>', 'the clock of its trade server', clockRule, 'ny+7')
    .option('--seed <number>', 'seed of the simulated market', whole, 7)
    .option('--speed <factor>', 'market seconds per second, 0.1 to 1000000', speed, 60)
    .option('--start <time>', 'ISO time at which the market begins to be played (first run only)', moment)
    .option('--history <file>', 'M1 bars to be replayed instead of the seeded market, plain or .gz')
    .option('--history-clock <rule>', 'the clock of that file’s stamps', clockRule, 'utc')
    .option('--history-days <days>', 'how much of a seeded market lies before its start', whole, 60)
    .option('--balance <money>', 'US dollars to start with (first run only)', amount, 25_000)
    .option('--delay-after <step=ms>', 'let orders rest after a step (repeatable)', delay, {})
    .addOption(new Option('--drop-after <step>', 'drop the connection once, after a step').choices(orderSteps))
    .option('--lose-reply', 'never tell the result of an order unasked', false)
    .option('--script <name,…>', `what the broker does with the first orders: ${treatmentNames.join(', ')}`, script, [])
    .option(
      '--fault <[kind:]name=ratio>',
      'what it does by chance, of entry:, close:, modify: or any (repeatable)',
      chance,
      [],
    )
    .option('--fault-seed <number>', 'seed of that chance', whole, 1)
    .addOption(new Option('--hints <how>', 'hints of what changed').choices(['told', 'lost', 'twice']).default('told'))
    .option('--gap <time=points>', 'let every price jump at an ISO time (repeatable)', gap, [])
    .option('--netting', 'a netting account (first run only)', false)
    .option('--stop-out <percent>', 'equity ÷ margin at which the broker closes (first run only)', amount, 50)
    .option('--calendar <file>', `releases of economic figures, as JSON, or ${seeded}`)
    .option('--past-deals <count>', 'deals that the account has behind it (first run only)', whole, 0)
    .option(
      '--history-script <name,…>',
      `what becomes of the first requests for history: ${historyDeedNames.join(', ')}`,
      historyScript,
      [],
    )
    .option('--history-fault <name=ratio>', 'what becomes of the others by chance (repeatable)', historyChance, [])
    .option('--history-after <ms>', 'when the history service connects, or never', historyAfter, 0)
    .option('--hole <symbol:from/to[=n]>', 'minutes missing in history until asked for n times (repeatable)', hole, [])
    .option('--correct <symbol:from/to=points@time>', 'prices said otherwise from a time on (repeatable)', correct, [])
    .option('--while-away <minutes>', 'how long the market goes on each time that the cockpit goes away', cap, 0)
    .addOption(
      new Option('--lists <how>', 'how lists are told').choices(['told', 'twice', 'newestFirst']).default('told'),
    )
    .option('--max-volume <lots>', 'the adviser’s cap of one order; 0 is none, as for all caps', cap, 0)
    .option('--max-positions <count>', 'its cap of open positions', whole, 0)
    .option('--max-trades <count>', 'its cap of trades a day', whole, 0)
    .option('--max-spread <points>', 'its cap of the spread', cap, 0)
    .option('--max-daily-loss <percent>', 'its cap of a day’s loss', cap, 5)
    .option('--dead-man <ms>', 'the cockpit’s silence after which it opens nothing', whole, 5000)
    .option('--settle <ms>', 'how long its records must lie back to prove that an order never was', whole, 60_000);

export function terminalOptions(
  flags: TerminalFlags,
  place: { readonly folder: string; readonly address: string | null },
): ParsedOptions {
  const historyStartsAfterMs = flags.historyAfter === 'never' ? null : flags.historyAfter;
  const { symbol, seed, start, history, historyDays, balance, delayAfter: delayMsAfter } = flags;
  return {
    ...{ symbol, symbols: flags.also, seed, historyDays, balance, speed: flags.speed },
    ...place,
    clockRule: flags.clock,
    history: history === undefined ? null : { path: history, clockRule: flags.historyClock },
    startUtcMs: start ?? null,
    terms: { marginMode: flags.netting ? 'netting' : 'hedging', stopOutPercent: flags.stopOut },
    calendar: flags.calendar ?? null,
    pastDeals: flags.pastDeals,
    gaps: flags.gap,
    inputs: {
      ...{ maxVolume: flags.maxVolume, maxPositions: flags.maxPositions, maxTradesPerDay: flags.maxTrades },
      ...{ maxSpreadPoints: flags.maxSpread, maxDailyLossRatio: flags.maxDailyLoss / 100 },
      ...{ deadManMs: flags.deadMan, settleMs: flags.settle },
    },
    faults: {
      ...{ delayMsAfter, dropAfter: flags.dropAfter ?? null, losesReply: flags.loseReply },
      ...{ script: flags.script, chances: flags.fault, seed: flags.faultSeed, transactions: flags.hints },
    },
    marketFaults: {
      ...{ historyScript: flags.historyScript, historyChances: flags.historyFault, seed: flags.faultSeed },
      ...{ historyStartsAfterMs, whileAwayMs: flags.whileAway * 60_000, lists: flags.lists },
      ...{ holes: flags.hole, corrections: flags.correct },
    },
  };
}

function clockRule(text: string): ClockRule {
  const rule = parseClockRule(text);
  if (!rule.ok) throw new InvalidArgumentError(rule.error.message);
  return rule.value;
}

/** The same words as `simulation.symbols` in the settings. */
function also(text: string, before: readonly SymbolWish[]): readonly SymbolWish[] {
  const wish = parseSymbolWish(text);
  if (!wish.ok) throw new InvalidArgumentError(wish.error.message);
  return [...before, wish.value];
}

function moment(text: string): UtcMs {
  const at = Date.parse(text);
  if (!isUtcMs(at)) throw new InvalidArgumentError('A time is written like 2025-01-06T00:00Z.');
  return utcMs(at);
}

function whole(text: string): number {
  const value = numberIn(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('A whole number, zero or more.');
  return value;
}

function speed(text: string): number {
  const value = numberIn(text);
  if (!(value >= 0.1 && value <= 1_000_000)) throw new InvalidArgumentError('A speed is 0.1 to 1000000.');
  return value;
}

function amount(text: string): number {
  const value = numberIn(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('An amount above zero.');
  return value;
}

function delay(text: string, before: OrderFaults['delayMsAfter']): OrderFaults['delayMsAfter'] {
  const [name, ms = ''] = text.split('=');
  const step = orderSteps.find((it) => it === name);
  if (step === undefined) throw new InvalidArgumentError(`The steps are ${orderSteps.join(', ')}.`);
  return { ...before, [step]: whole(ms) };
}

function cap(text: string): number {
  const value = numberIn(text);
  if (!(value >= 0 && Number.isFinite(value))) throw new InvalidArgumentError('A number, zero or more.');
  return value;
}

const script = (text: string, before: readonly TreatmentName[]): readonly TreatmentName[] => [
  ...before,
  ...text.split(',').map(treatment),
];

function treatment(text: string): TreatmentName {
  const name = treatmentNames.find((it) => it === text);
  if (name === undefined) throw new InvalidArgumentError(`The broker can do: ${treatmentNames.join(', ')}.`);
  return name;
}

const kinds: Readonly<Record<string, OrderKind>> = { entry: 'entry', close: 'reduceOnly', modify: 'modify' };

function chance(text: string, before: readonly TreatmentChance[]): readonly TreatmentChance[] {
  const [what = '', share = ''] = text.split('=');
  const [name = '', only] = what.split(':').reverse();
  const ratio = numberIn(share);
  const kind = only === undefined ? null : kinds[only];
  if (!(ratio > 0 && ratio <= 1) || kind === undefined)
    throw new InvalidArgumentError('A fault is written like rejected=0.1, or close:rejected=0.1.');
  return [...before, { treatment: treatment(name), ratio, kind }];
}

function gap(text: string, before: readonly PriceGap[]): readonly PriceGap[] {
  const [at = '', distance = ''] = text.split('=');
  const value = numberIn(distance);
  if (!Number.isFinite(value) || value === 0)
    throw new InvalidArgumentError('A gap is written like 2025-01-06T09:00Z=-500.');
  return [...before, { atUtcMs: moment(at), points: points(value) }];
}

const historyScript = (text: string, before: readonly HistoryDeed[]): readonly HistoryDeed[] => [
  ...before,
  ...text.split(',').map(historyDeed),
];

function historyDeed(text: string): HistoryDeed {
  const name = historyDeedNames.find((it) => it === text);
  if (name === undefined) throw new InvalidArgumentError(`The history service can be: ${historyDeedNames.join(', ')}.`);
  return name;
}

function historyChance(text: string, before: readonly HistoryChance[]): readonly HistoryChance[] {
  const [name = '', share = ''] = text.split('=');
  const ratio = numberIn(share);
  if (!(ratio > 0 && ratio <= 1)) throw new InvalidArgumentError('A fault of the history is written like partial=0.1.');
  return [...before, { deed: historyDeed(name), ratio }];
}

const historyAfter = (text: string): number | 'never' => (text === 'never' ? text : whole(text));

function hole(text: string, before: readonly HoleCut[]): readonly HoleCut[] {
  const [, symbol = '', from = '', to = '', asking] = /^([^:]+):([^/]+)\/([^=]+)(?:=(\d+))?$/.exec(text) ?? [];
  if (symbol === '')
    throw new InvalidArgumentError('A hole is written like XAUUSD:2025-01-06T09:00Z/2025-01-06T10:00Z=2.');
  const span = { fromUtcMs: moment(from), toUtcMs: moment(to) };
  return [...before, { symbol, ...span, filledAtAsking: asking === undefined ? null : Number(asking) }];
}

function correct(text: string, before: readonly PriceCorrection[]): readonly PriceCorrection[] {
  const [, symbol = '', from = '', to = '', distance = '', at = ''] =
    /^([^:]+):([^/]+)\/([^=]+)=([^@]+)@(.+)$/.exec(text) ?? [];
  const value = numberIn(distance);
  if (symbol === '' || !Number.isFinite(value))
    throw new InvalidArgumentError(
      'A correction is written like XAUUSD:2025-01-06T09:00Z/2025-01-06T09:05Z=-20@2025-01-06T11:00Z.',
    );
  const span = { fromUtcMs: moment(from), toUtcMs: moment(to), saidFromUtcMs: moment(at) };
  return [...before, { symbol, points: points(value), ...span }];
}
