import { isBrokerStamp, type BrokerClock } from '#shared/time/broker-clock.ts';
import { isPrice } from '#shared/units/price.ts';
import type { RawTick, TickRowParser } from './file-format.ts';
import type { RefusalReason } from './refusal-reason.ts';
import { refusalLedger, type Refusals } from './refusals.ts';
import { scalePrice } from './scale-price.ts';

/** Ticks by the million, a column a member, in order of time; those of one millisecond as they came. */
export interface TickColumns {
  readonly length: number;
  readonly occurredAtUtcMs: Float64Array;
  readonly bid: Float64Array;
  readonly ask: Float64Array;
}

export interface CollectedTicks {
  readonly columns: TickColumns;
  readonly rows: number;
  readonly backSteps: number;
  readonly refusals: Refusals;
}

export interface TickCollector {
  readonly take: (line: string) => void;
  /** The last line has no line end: its last figure may have been cut, and nothing says so. */
  readonly takeUnended: (line: string) => void;
  readonly rows: () => number;
  readonly finish: () => CollectedTicks;
}

const firstCapacity = 4096;

/** Turns rows into quotes, each of both sides: a row that names one side changes that one alone. */
export function tickCollector(reading: {
  readonly parse: TickRowParser;
  readonly clock: BrokerClock;
  readonly scale: number;
  readonly headerLines: number;
}): TickCollector {
  const { parse, clock, scale, headerLines } = reading;
  const refusals = refusalLedger();
  let columns = columnsFor(firstCapacity);
  let length = 0;
  let line = headerLines;
  let rows = 0;
  let backSteps = 0;
  let previousMs = -Infinity;
  let bid: number | null = null;
  let ask: number | null = null;

  const judge = (row: RawTick): RefusalReason | null => {
    if (!isBrokerStamp(row.stampMs)) return 'stampInvalid';
    const [newBid, newAsk] = [scaled(row.bid, scale) ?? bid, scaled(row.ask, scale) ?? ask];
    if (newBid === null || newAsk === null) return 'quoteIncomplete';
    if (!isPrice(newBid) || !isPrice(newAsk)) return 'priceInvalid';
    if (newBid > newAsk) return 'quoteCrossed';
    [bid, ask] = [newBid, newAsk];
    const occurredAtUtcMs = clock.toUtc(row.stampMs);
    if (occurredAtUtcMs < previousMs) backSteps += 1;
    previousMs = occurredAtUtcMs;
    if (length === columns.occurredAtUtcMs.length) columns = wider(columns);
    columns.occurredAtUtcMs[length] = occurredAtUtcMs;
    columns.bid[length] = bid;
    columns.ask[length] = ask;
    length += 1;
    return null;
  };

  const takeLine = (text: string, whyNoRow: RefusalReason): void => {
    line += 1;
    if (text === '') return;
    rows += 1;
    const row = parse(text);
    const reason = row === null ? whyNoRow : judge(row);
    if (reason !== null) refusals.add({ line, reason, text });
  };

  return {
    take: (text) => {
      takeLine(text, 'rowMalformed');
    },
    takeUnended: (text) => {
      takeLine(text, 'rowCut');
    },
    rows: () => rows,
    finish: () => {
      const cut = {
        length,
        occurredAtUtcMs: columns.occurredAtUtcMs.slice(0, length),
        bid: columns.bid.slice(0, length),
        ask: columns.ask.slice(0, length),
      };
      return { columns: backSteps === 0 ? cut : inOrder(cut), rows, backSteps, refusals: refusals.summary() };
    },
  };
}

type Columns = Omit<TickColumns, 'length'>;

const columnsFor = (capacity: number): Columns => ({
  occurredAtUtcMs: new Float64Array(capacity),
  bid: new Float64Array(capacity),
  ask: new Float64Array(capacity),
});

function wider(columns: Columns): Columns {
  const grown = columnsFor(columns.bid.length * 2);
  grown.occurredAtUtcMs.set(columns.occurredAtUtcMs);
  grown.bid.set(columns.bid);
  grown.ask.set(columns.ask);
  return grown;
}

const scaled = (price: number | null, scale: number): number | null =>
  price === null || scale === 1 ? price : scalePrice(price, scale);

function inOrder({ length, occurredAtUtcMs, bid, ask }: TickColumns): TickColumns {
  const timeOf = (index: number): number => occurredAtUtcMs[index] ?? Number.NaN;
  const order = Uint32Array.from(occurredAtUtcMs.keys()).sort((a, b) => timeOf(a) - timeOf(b) || a - b);
  const sorted = (column: Float64Array): Float64Array =>
    Float64Array.from(order, (index) => column[index] ?? Number.NaN);
  return { length, occurredAtUtcMs: sorted(occurredAtUtcMs), bid: sorted(bid), ask: sorted(ask) };
}
