import Table from 'cli-table3';
import type {
  Followed,
  MarketMoment,
  SimilarSignals,
  SimilarStates,
  SimilarTexts,
  SimilarTrades,
} from '#shared/contract/memory.ts';
import { stampText } from './health-text.ts';

const unknown = '–';

/** Neighbours with what followed on them, in ATR, and below them what they say together. */
export function similarStatesText({ asked, neighbours, summary, stateVersion, ...answer }: SimilarStates): string {
  const asking = asked === null ? 'The numbers that were given' : momentText(asked);
  const origin = originText(answer);
  if (neighbours.length === 0) return `${asking}: nothing like it is known. ${origin}`;
  const table = tableWith(['known at (UTC)', 'symbol', 'close', 'market', 'distance', ...summary.map(afterText)]);
  for (const { moment, distance, followed } of neighbours)
    table.push([
      ...[stampText(moment.knownAtUtcMs), moment.symbol, String(moment.close), moment.regime ?? unknown],
      ...[distance.toFixed(3), ...followed.map(moveText)],
    ]);
  table.push(['median', '', '', '', '', ...summary.map(({ medianCloseAtr }) => atrText(medianCloseAtr))]);
  table.push(['closed higher', '', '', '', '', ...summary.map(higherText)]);
  return [
    `${asking}. Like it were:`,
    table.toString(),
    `What followed is where the close stood after so many bars, in ATR(14) of the moment itself; ${unknown} is not known. ${origin}, states of version ${stateVersion}`,
  ].join('\n');
}

export function similarTradesText({ neighbours, stateVersion, ...answer }: SimilarTrades): string {
  const origin = originText(answer);
  if (neighbours.length === 0) return `No trade is known that was opened in such a market. ${tradesHint} ${origin}`;
  const table = tableWith(['opened (UTC)', 'trade', 'symbol', 'side', 'whose', 'market', 'distance', 'net', 'R']);
  for (const { trade, distance } of neighbours) {
    const { openedAtUtcMs, recordId, symbol, side, owner, regime, outcome } = trade;
    const rMultiple = outcome?.rMultiple ?? null;
    table.push([
      ...[stampText(openedAtUtcMs), recordId, symbol, side, owner, regime ?? unknown, distance.toFixed(3)],
      ...[outcome === null ? 'open' : signed(outcome.net), rMultiple === null ? unknown : signed(rMultiple)],
    ]);
  }
  return [table.toString(), `${origin}, states of version ${stateVersion}`].join('\n');
}

export function similarSignalsText({ neighbours, graphAdapter, stateVersion, ...answer }: SimilarSignals): string {
  const whose = graphAdapter === 'embedded' ? 'the embedded graph' : 'the graph server';
  const origin = `${originText(answer)}, what became of them by ${whose}, states of version ${stateVersion}`;
  if (neighbours.length === 0) return `No entry is known that was signalled in such a market. ${signalsHint} ${origin}`;
  const table = tableWith(['known at (UTC)', 'signal', 'symbol', 'side', 'whose', 'distance', 'trade', 'net', 'R']);
  for (const { signal, distance } of neighbours) {
    const { knownAtUtcMs, recordId, symbol, side, scenario, outcomes } = signal;
    const common = [stampText(knownAtUtcMs), recordId, symbol, side, scenario, distance.toFixed(3)];
    if (outcomes.length === 0) table.push([...common, 'none closed', unknown, unknown]);
    for (const { trade, net, rMultiple } of outcomes)
      table.push([...common, trade, signed(net), rMultiple === null ? unknown : signed(rMultiple)]);
  }
  return [table.toString(), origin].join('\n');
}

const tradesHint =
  'Trades are compared in the timeframe of their decision, those of M1 and M5 in M15, those without one in H1: name it with --timeframe.';

const signalsHint =
  'Signals are compared in the timeframe of their decision, those of M1 and M5 in M15: name it with --timeframe.';

/** Wide enough for a sentence, narrow enough for a terminal. */
const wordsWidth = 72;

export function similarTextsText({ neighbours, method, ...answer }: SimilarTexts): string {
  const origin = `${originText(answer)}, words compared by ${method}`;
  if (neighbours.length === 0) return `No decision and no lesson is known in such words. ${origin}`;
  const table = new Table({
    head: ['known at (UTC)', 'record', 'distance', 'words'],
    colWidths: [null, null, null, wordsWidth],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { knownAtUtcMs, recordId, distance, text } of neighbours)
    table.push([stampText(knownAtUtcMs), recordId, distance.toFixed(3), text]);
  return [table.toString(), origin].join('\n');
}

const tableWith = (head: readonly string[]): Table.Table =>
  new Table({ head: [...head], style: { head: [], border: [], compact: true } });

const originText = ({ adapter, asOfUtcMs }: Pick<SimilarStates, 'adapter' | 'asOfUtcMs'>): string =>
  `Answered by ${adapter === 'exact' ? 'the exact scan' : 'Chroma'}, as of ${stampText(asOfUtcMs)} UTC`;

const momentText = ({ symbol, timeframe, knownAtUtcMs, close, regime }: MarketMoment): string =>
  `${symbol} ${timeframe} as it was at ${stampText(knownAtUtcMs)} UTC (close ${close}${regime === null ? '' : `, ${regime}`})`;

const afterText = ({ bars }: Pick<Followed, 'bars'>): string => `after ${bars}`;

const moveText = ({ moved }: Followed): string => atrText(moved?.closeAtr ?? null);

const atrText = (move: number | null): string => (move === null ? unknown : signed(move));

const higherText = ({ known, higherRatio }: SimilarStates['summary'][number]): string =>
  higherRatio === null ? unknown : `${Math.round(higherRatio * known)} of ${known}`;

/** Two digits, and a sign that tells 0.00 from what rounds to it. */
const signed = (value: number): string => `${value > 0 ? '+' : ''}${value.toFixed(2)}`;
