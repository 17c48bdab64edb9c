import { Command } from 'commander';
import { expect, test } from 'vitest';
import { noMarketFaults, noOrderFaults, usualInputs, usualTerms } from '#main/wiring/wire-simulated-terminal.ts';
import { addTerminalOptions, terminalOptions, type TerminalFlags } from './simulated-terminal-options.ts';

/** Throws where a word is none. */
const parse = (...words: readonly string[]) => {
  const command = addTerminalOptions(new Command('test'))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  return terminalOptions(command.parse([...words], { from: 'user' }).opts<TerminalFlags>(), {
    folder: 'f',
    address: null,
  });
};

test('without a word about it nothing goes wrong, and account and adviser are the usual ones', () => {
  expect(parse()).toMatchObject({
    ...{ terms: usualTerms, inputs: usualInputs, calendar: null, gaps: [], symbols: [] },
    faults: { ...noOrderFaults, seed: 1 },
    marketFaults: noMarketFaults,
    pastDeals: 0,
  });
});

test('every fault can be asked for, by script and by chance, and the adviser’s caps be set', () => {
  const parsed = parse(
    ...['--script', 'requoted,slow', '--script', 'lost', '--fault', 'rejected=0.1', '--fault', 'close:timedOut=1'],
    ...['--fault-seed', '9', '--hints', 'twice', '--gap', '2025-01-06T09:00Z=-500', '--netting', '--stop-out', '30'],
    ...[
      '--max-volume',
      '0.5',
      '--max-positions',
      '2',
      '--max-trades',
      '4',
      '--max-spread',
      '35',
      '--max-daily-loss',
      '2',
    ],
    ...['--dead-man', '3000', '--settle', '0', '--calendar', 'c.json', '--lose-reply', '--drop-after', 'sending'],
  );
  expect(parsed).toMatchObject({
    faults: {
      ...{
        script: ['requoted', 'slow', 'lost'],
        seed: 9,
        transactions: 'twice',
        losesReply: true,
        dropAfter: 'sending',
      },
      chances: [
        { treatment: 'rejected', ratio: 0.1, kind: null },
        { treatment: 'timedOut', ratio: 1, kind: 'reduceOnly' },
      ],
    },
    gaps: [{ atUtcMs: Date.UTC(2025, 0, 6, 9), points: -500 }],
    terms: { marginMode: 'netting', stopOutPercent: 30 },
    inputs: {
      ...{ maxVolume: 0.5, maxPositions: 2, maxTradesPerDay: 4, maxSpreadPoints: 35, maxDailyLossRatio: 0.02 },
      ...{ deadManMs: 3000, settleMs: 0 },
    },
    calendar: 'c.json',
  });
});

test('every fault of the history can be asked for, by script, by chance, and in the market itself', () => {
  const span = '2025-01-06T09:00Z/2025-01-06T10:00Z';
  const parsed = parse(
    ...['--history-script', 'partial,late', '--history-fault', 'silent=0.1', '--history-after', 'never'],
    ...['--hole', `XAUUSD:${span}=2`, '--hole', `EURUSD:${span}`, '--correct', `XAUUSD:${span}=-20@2025-01-06T11:00Z`],
    ...['--while-away', '1440', '--lists', 'twice', '--past-deals', '4000', '--calendar', 'seeded'],
  );
  const hour = { fromUtcMs: Date.UTC(2025, 0, 6, 9), toUtcMs: Date.UTC(2025, 0, 6, 10) };
  expect(parsed).toMatchObject({
    ...{ pastDeals: 4000, calendar: 'seeded' },
    marketFaults: {
      ...{ historyScript: ['partial', 'late'], historyChances: [{ deed: 'silent', ratio: 0.1 }], lists: 'twice' },
      ...{ historyStartsAfterMs: null, whileAwayMs: 86_400_000 },
      holes: [
        { symbol: 'XAUUSD', ...hour, filledAtAsking: 2 },
        { symbol: 'EURUSD', ...hour, filledAtAsking: null },
      ],
      corrections: [{ symbol: 'XAUUSD', ...hour, points: -20, saidFromUtcMs: Date.UTC(2025, 0, 6, 11) }],
    },
  });
});

test('further symbols are named, or said as the settings say them', () => {
  const wish = {
    symbol: 'GOLD.r',
    like: 'XAUUSD',
    seed: 3,
    history: 'h.csv',
    historyClock: 'ny+7',
    terms: { digits: 3 },
  };
  expect(parse('--also', 'EURUSD', '--also', JSON.stringify(wish)).symbols).toEqual([
    { symbol: 'EURUSD', like: null, formerly: null, seed: null, history: null, terms: {} },
    {
      symbol: 'GOLD.r',
      like: 'XAUUSD',
      formerly: null,
      seed: 3,
      history: { path: 'h.csv', clockRule: 'ny+7' },
      terms: { digits: 3 },
    },
  ]);
});

test.each([
  ['--also', '{"symbol":"EURUSD","sed":1}', 'No symbol'],
  ['--also', '{', 'No symbol'],
  ['--history-script', 'lazy', 'The history service can be'],
  ['--history-fault', 'silent', 'A fault of the history is written'],
  ['--hole', 'XAUUSD', 'A hole is written'],
  ['--correct', 'XAUUSD:a/b', 'A correction is written'],
  ['--script', 'sulk', 'The broker can do'],
  ['--fault', 'rejected', 'A fault is written'],
  ['--fault', 'rejected=2', 'A fault is written'],
  ['--fault', 'lunch:rejected=0.1', 'A fault is written'],
  ['--gap', '2025-01-06T09:00Z', 'A gap is written'],
  ['--gap', 'soon=5', 'A time is written'],
  ['--max-volume', '-1', 'zero or more'],
  ['--hints', 'never', 'told, lost, twice'],
])('refuses %s %s in a sentence', (flag, word, sentence) => {
  expect(() => parse(flag, word)).toThrow(sentence);
});
