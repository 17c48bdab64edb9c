import { expect, test } from 'vitest';
import {
  sampleSimilarSignals,
  sampleSimilarStates,
  sampleSimilarTexts,
  sampleSimilarTrades,
} from '#main/testkit/scripted-memory.ts';
import { similarSignalsText, similarStatesText, similarTextsText, similarTradesText } from './similar-text.ts';
import { rowsOf } from './table-rows.suite.ts';

test('neighbours are told with what followed in ATR, and what they say together', () => {
  const text = similarStatesText(sampleSimilarStates());
  expect(text.split('\n')[0]).toBe(
    'XAUUSD H1 as it was at 2024-01-02 00:00 UTC (close 2063.4, trendUp). Like it were:',
  );
  expect(rowsOf(text)).toEqual([
    ['known at (UTC)', 'symbol', 'close', 'market', 'distance', 'after 4', 'after 96'],
    ['2023-12-31 23:00', 'XAUUSD', '2051.2', 'trendUp', '0.410', '+0.80', '–'],
    ['median', '', '', '', '', '+0.80', '–'],
    ['closed higher', '', '', '', '', '1 of 1', '–'],
  ]);
  expect(text).toContain('Answered by the exact scan, as of 2024-01-02 00:00 UTC, states of version 2');
});

test('where nothing is like it, that is said, and by whom', () => {
  const none = { neighbours: [], asked: null, adapter: 'chroma' };
  expect(similarStatesText(sampleSimilarStates(none))).toBe(
    'The numbers that were given: nothing like it is known. Answered by Chroma, as of 2024-01-02 00:00 UTC',
  );
  expect(similarTradesText(sampleSimilarTrades({ neighbours: [] }))).toMatch(/^No trade is known/);
  expect(similarTextsText(sampleSimilarTexts({ neighbours: [] }))).toMatch(/^No decision and no lesson is known/);
});

test('trades are told with how they ended, or that they had not', () => {
  const [first] = sampleSimilarTrades().neighbours;
  const open = { ...first, trade: { ...first?.trade, regime: null, outcome: null } };
  const lost = { ...first, trade: { ...first?.trade, outcome: { closedAtUtcMs: 0, net: -50.5, rMultiple: null } } };
  const rows = rowsOf(similarTradesText(sampleSimilarTrades({ neighbours: [first, open, lost] })));
  expect(rows.map((row) => row.slice(5))).toEqual([
    ['market', 'distance', 'net', 'R'],
    ['range', '0.900', '+124.50', '+1.24'],
    ['–', '0.900', 'open', '–'],
    ['range', '0.900', '-50.50', '–'],
  ]);
  expect(rows[1]?.slice(0, 5)).toEqual(['2023-12-30 22:00', 'trade:88#1', 'XAUUSD', 'buy', 'B']);
});

test('signals are told with the trades that followed, or that none was closed', () => {
  const text = similarSignalsText(sampleSimilarSignals());
  expect(rowsOf(text).map((row) => row.slice(1))).toEqual([
    ['signal', 'symbol', 'side', 'whose', 'distance', 'trade', 'net', 'R'],
    ['signal:B:XAUUSD:1', 'XAUUSD', 'buy', 'B', '0.310', 'trade:88#1', '+51.20', '+1.25'],
    ['signal:B:XAUUSD:2', 'XAUUSD', 'sell', 'B', '0.440', 'none closed', '–', '–'],
  ]);
  expect(text).toContain('what became of them by the embedded graph');
  expect(similarSignalsText(sampleSimilarSignals({ neighbours: [] }))).toMatch(/^No entry is known/);
});

test('words are told with their record and with the method that compared them', () => {
  const text = similarTextsText(sampleSimilarTexts());
  expect(rowsOf(text)[1]).toEqual([
    ...['2024-01-01 23:00', 'lesson:t-1', '0.700', 'Rejected: payrolls are due in ten minutes.'],
  ]);
  expect(text).toContain('words compared by local-1');
});
