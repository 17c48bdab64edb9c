import { Command, InvalidArgumentError, Option } from 'commander';
import {
  orderSteps,
  type OrderFaults,
  type OrderStep,
  type SimulatedTerminalOptions,
} from '#main/wiring/wire-simulated-terminal.ts';
import { parseClockRule, type ClockRule } from '#shared/time/clock-rule.ts';
import { isUtcMs, utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { numberIn } from './number-in.ts';

/** What `addTerminalOptions` makes of a command line. */
export interface TerminalFlags {
  readonly symbol: string;
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
    .option('--lose-reply', 'never tell the result of an order unasked', false);

export function terminalOptions(
  flags: TerminalFlags,
  place: { readonly folder: string; readonly address: string | null },
): ParsedOptions {
  const { symbol, seed, start, history, historyDays, balance } = flags;
  return {
    ...{ symbol, seed, historyDays, balance, speed: flags.speed },
    ...place,
    clockRule: flags.clock,
    history: history === undefined ? null : { path: history, clockRule: flags.historyClock },
    startUtcMs: start ?? null,
    faults: { delayMsAfter: flags.delayAfter, dropAfter: flags.dropAfter ?? null, losesReply: flags.loseReply },
  };
}

function clockRule(text: string): ClockRule {
  const rule = parseClockRule(text);
  if (!rule.ok) throw new InvalidArgumentError(rule.error.message);
  return rule.value;
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
