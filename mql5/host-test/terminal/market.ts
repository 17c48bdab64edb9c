import { timeframe } from './mql5-values.ts';
import { formatTick, type ScriptedTick } from './scripted-tick.ts';
import { symbolProperties, type ScriptedSymbol } from './scripted-symbol.ts';
import { namedFields } from './line.ts';

export interface Quote {
  readonly bid: number;
  readonly ask: number;
}

/** A bar, opened at a server second. */
export interface ScriptedBar {
  readonly openSecond: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly tickVolume: number;
  readonly spread?: number;
  readonly realVolume?: number;
}

interface Series {
  symbol: ScriptedSymbol;
  ticks: ScriptedTick[];
  readonly bars: Map<number, Map<number, ScriptedBar>>;
  quote: Quote | null;
}

/** A host that joins later is shown this many ticks a symbol; the rest is on no terminal's disk either. */
const ticksShownMax = 200_000;

/** What the broker quotes: symbols, ticks, bars. Every change is given to `emit` as a line for the hosts' mirrors. */
export class Market {
  readonly #series = new Map<string, Series>();
  readonly #emit: (line: readonly string[]) => void;

  constructor(emit: (line: readonly string[]) => void) {
    this.#emit = emit;
  }

  /** Adds the symbol, or replaces its properties: other digits, another trade mode. */
  setSymbol(symbol: ScriptedSymbol): void {
    const known = this.#series.get(symbol.name);
    if (known === undefined) this.#series.set(symbol.name, { symbol, ticks: [], bars: new Map(), quote: null });
    else known.symbol = symbol;
    for (const line of symbolLines(symbol)) this.#emit(line);
  }

  dropSymbol(name: string): void {
    this.#series.delete(name);
    this.#emit(['SYMBOL_GONE', name]);
  }

  symbol(name: string): ScriptedSymbol | null {
    return this.#series.get(name)?.symbol ?? null;
  }

  quote(name: string): Quote | null {
    return this.#series.get(name)?.quote ?? null;
  }

  ticks(name: string): readonly ScriptedTick[] {
    return this.#of(name).ticks;
  }

  /** A live tick: moves the quote and the bars, and is an event for a program on that chart. */
  tick(name: string, tick: ScriptedTick): void {
    const series = this.#of(name);
    series.ticks.push(tick);
    if (series.ticks.length > 2 * ticksShownMax) series.ticks = series.ticks.slice(-ticksShownMax);
    series.quote = { bid: tick.bid, ask: tick.ask };
    keepMinute(this.#barsOf(name, timeframe.PERIOD_M1), tick);
    this.#emit(formatTick('TICK', name, tick));
  }

  /** Ticks of the past, into the base only. */
  addHistory(name: string, ticks: readonly ScriptedTick[]): void {
    const series = this.#of(name);
    for (const tick of ticks) {
      series.ticks.push(tick);
      this.#emit(formatTick('TICK_HISTORY', name, tick));
    }
  }

  /** The broker corrects its history: all ticks from that server millisecond on are replaced. */
  rewriteTicks(name: string, fromStampMs: number, ticks: readonly ScriptedTick[]): void {
    const series = this.#of(name);
    series.ticks = series.ticks.filter((tick) => tick.stampMs < fromStampMs);
    this.#emit(['TICKS_CUT', name, String(fromStampMs)]);
    this.addHistory(name, ticks);
  }

  /** Adds bars or replaces those with the same open time. */
  setBars(name: string, frame: number, bars: readonly ScriptedBar[]): void {
    const known = this.#barsOf(name, frame);
    for (const bar of bars) {
      known.set(bar.openSecond, bar);
      this.#emit(barLine(name, frame, bar));
    }
  }

  /** The broker takes bars back, from that server second on. */
  cutBars(name: string, frame: number, fromSecond: number): void {
    const known = this.#barsOf(name, frame);
    for (const openSecond of known.keys()) if (openSecond >= fromSecond) known.delete(openSecond);
    this.#emit(['BARS_CUT', name, String(frame), String(fromSecond)]);
  }

  /** What a terminal fetches once it is connected again, of the live ticks (TICK lines) that it missed: the ticks and their minutes. */
  *catchUp(missed: readonly MissedTick[]): Generator<readonly string[]> {
    for (const line of missed) yield ['TICK_HISTORY', ...line.slice(1)];
    for (const [name, { fromSecond }] of countMissed(missed)) {
      for (const minute of this.#barsOf(name, timeframe.PERIOD_M1).values())
        if (minute.openSecond >= fromSecond) yield barLine(name, timeframe.PERIOD_M1, minute);
      yield ['QUOTE', name];
    }
  }

  /** All of it for a host that has just come, but what the terminal itself has missed, and the minutes of that. */
  *lines(missed: readonly MissedTick[]): Generator<readonly string[]> {
    const missing = countMissed(missed);
    for (const [name, { symbol, bars, ticks }] of this.#series) {
      const { count, fromSecond } = missing.get(name) ?? { count: 0, fromSecond: Infinity };
      yield* symbolLines(symbol);
      for (const [frame, known] of bars)
        for (const bar of known.values()) if (bar.openSecond < fromSecond) yield barLine(name, frame, bar);
      for (const tick of ticks.slice(0, ticks.length - count).slice(-ticksShownMax))
        yield formatTick('TICK_HISTORY', name, tick);
      yield ['QUOTE', name];
    }
  }

  #of(name: string): Series {
    const series = this.#series.get(name);
    if (series === undefined) throw new Error(`The scripted market has no symbol ${name}.`);
    return series;
  }

  #barsOf(name: string, frame: number): Map<number, ScriptedBar> {
    const { bars } = this.#of(name);
    const known = bars.get(frame) ?? new Map<number, ScriptedBar>();
    bars.set(frame, known);
    return known;
  }
}

/** A TICK line that found no terminal. */
type MissedTick = readonly string[];

interface Missing {
  readonly count: number;
  /** The minute of the first of them. */
  readonly fromSecond: number;
}

function countMissed(missed: readonly MissedTick[]): Map<string, Missing> {
  const missing = new Map<string, Missing>();
  for (const [, name = '', stampMs] of missed) {
    const known = missing.get(name) ?? { count: 0, fromSecond: Math.floor(Number(stampMs) / 60_000) * 60 };
    missing.set(name, { ...known, count: known.count + 1 });
  }
  return missing;
}

/** The hosts make the same minute of the same tick; this is for those that come later. */
function keepMinute(minutes: Map<number, ScriptedBar>, { stampMs, bid }: ScriptedTick): void {
  const openSecond = Math.floor(stampMs / 60_000) * 60;
  const known = minutes.get(openSecond);
  minutes.set(openSecond, {
    openSecond,
    open: known?.open ?? bid,
    high: Math.max(known?.high ?? bid, bid),
    low: Math.min(known?.low ?? bid, bid),
    close: bid,
    tickVolume: (known?.tickVolume ?? 0) + 1,
  });
}

function* symbolLines(symbol: ScriptedSymbol): Generator<readonly string[]> {
  yield ['SYMBOL', symbol.name, ...namedFields(symbolProperties(symbol))];
  const sessions = symbol.sessions.flatMap(({ day, fromSecond, toSecond }) => [day, fromSecond, toSecond].map(String));
  for (const kind of ['quote', 'trade']) yield ['SESSIONS', symbol.name, kind, ...sessions];
}

const barLine = (name: string, frame: number, bar: ScriptedBar): readonly string[] => [
  ...['BAR', name, String(frame), String(bar.openSecond)],
  ...[bar.open, bar.high, bar.low, bar.close, bar.tickVolume, bar.spread ?? 0, bar.realVolume ?? 0].map(String),
];
