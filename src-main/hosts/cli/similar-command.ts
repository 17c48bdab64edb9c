import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import {
  similarSignalsWishSchema,
  similarStatesWishSchema,
  similarTextsWishSchema,
  similarTradesWishSchema,
} from '#shared/contract/memory.ts';
import { stateTimeframes } from '#shared/market/derived-timeframes.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { askMemory } from '#main/wiring/ask-memory.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { dataOption } from '../data-option.ts';
import { numberIn } from '../number-in.ts';
import { momentIn } from './moment-in.ts';
import { namesIn } from './names-in.ts';
import { answer, refuse, type OutputFlags } from './output.ts';
import { similarSignalsText, similarStatesText, similarTextsText, similarTradesText } from './similar-text.ts';

interface SimilarFlags extends OutputFlags {
  readonly timeframe: Timeframe;
  readonly neighbours: number;
  readonly asOf?: UtcMs;
  readonly symbols?: readonly string[];
  readonly barsApart?: number;
  readonly trades?: boolean;
  readonly signals?: boolean;
  readonly text?: string;
  readonly data?: string;
}

/** An answer for programs and for people. */
interface Told {
  readonly value: object;
  readonly text: string;
}

export const similarCommand = (): Command =>
  new Command('similar')
    .description(
      'find when the market stood as it did at a moment, and what followed; with --trades the trades that were opened in such a market, with --signals ' +
        'the entries that were signalled in it, with --text decisions and lessons in such words',
    )
    .argument('[symbol]', 'such as XAUUSD')
    .addArgument(
      new Argument('[time]', 'in UTC, such as 2020-03-16T13:00Z: as of its newest closed bar').argParser(momentIn),
    )
    .addOption(new Option('--timeframe <timeframe>', 'of the bars').choices(stateTimeframes).default('H1'))
    .option('-k, --neighbours <count>', 'how many, at most 100', countIn, 10)
    .option('--as-of <time>', 'with what was known by then; the market’s now where it is not given', momentIn)
    .option('--symbols <names>', 'among these symbols only, with commas between them', namesIn)
    .option('--bars-apart <bars>', 'how far neighbours of one symbol stand from each other (default: 24)', countIn)
    .option('--trades', 'trades, and how they ended')
    .option('--signals', 'signals to enter, and what became of them')
    .option('--text <words>', 'decisions and lessons, without a symbol and a time')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (symbol: string | undefined, atUtcMs: UtcMs | undefined, flags: SimilarFlags) => {
      const told = await find({ symbol, atUtcMs, ...flags });
      if (told.ok) answer(flags, told.value.value, told.value.text);
      else refuse(flags, told.error);
    });

interface Asked extends SimilarFlags {
  readonly symbol: string | undefined;
  readonly atUtcMs: UtcMs | undefined;
}

async function find({ symbol, atUtcMs, ...flags }: Asked): Promise<Result<Told, Fault>> {
  const folder = dataFolderPath(flags.data);
  const { text, timeframe, neighbours: k, asOf: asOfUtcMs = null, symbols = null, barsApart } = flags;
  if (text !== undefined) {
    const wish = similarTextsWishSchema.safeParse({ text, k, asOfUtcMs });
    if (symbol !== undefined || !wish.success) return err(unclear);
    return toldBy(await askMemory(folder, (memory) => memory.similarTexts(wish.data)), similarTextsText);
  }
  const state = { kind: 'moment', symbol, timeframe, atUtcMs };
  if (flags.trades === true) {
    const wish = similarTradesWishSchema.safeParse({ state, k, asOfUtcMs, symbols });
    if (!wish.success) return err(unclear);
    return toldBy(await askMemory(folder, (memory) => memory.similarTrades(wish.data)), similarTradesText);
  }
  if (flags.signals === true) {
    const wish = similarSignalsWishSchema.safeParse({ state, k, asOfUtcMs, symbols });
    if (!wish.success) return err(unclear);
    return toldBy(await askMemory(folder, (memory) => memory.similarSignals(wish.data)), similarSignalsText);
  }
  const wish = similarStatesWishSchema.safeParse({ state, k, asOfUtcMs, symbols, barsApart });
  if (!wish.success) return err(unclear);
  return toldBy(await askMemory(folder, (memory) => memory.similarStates(wish.data)), similarStatesText);
}

const toldBy = <T extends object>(answered: Result<T, Fault>, textOf: (value: T) => string): Result<Told, Fault> =>
  answered.ok ? ok({ value: answered.value, text: textOf(answered.value) }) : answered;

function countIn(text: string): number {
  const value = numberIn(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('It is a whole number.');
}

const unclear = fault(
  'REQUEST_INVALID',
  'Name a symbol and a moment in UTC, such as “ats similar XAUUSD 2020-03-16T13:00Z --timeframe H1”, or words alone with --text. At most 100 neighbours are found, at most 1000 bars apart.',
);
