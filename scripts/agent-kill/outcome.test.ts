import { expect, test } from 'vitest';
import { judge, type Outcome } from './outcome.ts';

const whole: Outcome = {
  asked: ['B:XAUUSD:M5:1'],
  opinions: ['confirm model 1 85 –'],
  tickets: ['buy 0.1 3985.37 approved'],
  entries: ['buy 0.1 3985.37 filled'],
  executed: ['in buy 0.1', 'out sell 0.1'],
  lessons: ['lesson:reflection/7#1 1'],
  intents: ['enter:B:XAUUSD:M5:1'],
};

const clean = { doubled: [], differences: [], isUnsent: false };

test('the same outcome is clean, also where the market went on to another setup', () => {
  expect(judge(whole, whole)).toEqual(clean);
  expect(judge(whole, { ...whole, intents: [...whole.intents, 'enter:B:XAUUSD:M5:3'] })).toEqual(clean);
});

test('an intent that entered twice is doubled, and so is an entry that the log does not know', () => {
  for (const second of [...whole.intents, "a stranger's"])
    expect(judge(whole, { ...whole, intents: [...whole.intents, second] }).doubled).toHaveLength(2);
});

test('an order that the broker filled and the log takes for something else is doubled', () => {
  const entries = ['buy 0.1 3985.37 unknown'];
  expect(judge(whole, { ...whole, entries }).doubled).toHaveLength(2);
});

test('an order that was never sent is no difference, a ticket that ended otherwise is', () => {
  const unsent = { entries: ['buy 0.1 3985.37 notFound'], executed: [], lessons: [], intents: [] };
  expect(judge(whole, { ...whole, ...unsent })).toEqual({ ...clean, isUnsent: true });
  const { differences } = judge(whole, { ...whole, ...unsent, tickets: ['buy 0.1 3985.37 expired'] });
  expect(differences).toEqual(['tickets: buy 0.1 3985.37 approved undisturbed, buy 0.1 3985.37 expired here']);
});
