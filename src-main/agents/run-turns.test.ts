import { expect, test } from 'vitest';
import { createRunTurns, type Turn } from './run-turns.ts';

const never = new AbortController().signal;

/** Whether a turn has come by now. */
const hasCome = (turn: Promise<Turn | null>): Promise<boolean> =>
  Promise.race([
    turn.then(() => true),
    Promise.resolve()
      .then(() => Promise.resolve())
      .then(() => false),
  ]);

test('so many go on at once; the next comes when one ends, first come first served', async () => {
  const turns = createRunTurns({ runningMax: 2, waitingMax: 8 });
  const first = await turns.take('a', never);
  await turns.take('b', never);
  const third = turns.take('c', never);
  const fourth = turns.take('d', never);
  expect(await hasCome(third)).toBe(false);
  first?.[Symbol.dispose]();
  expect(await hasCome(third)).toBe(true);
  expect(await hasCome(fourth)).toBe(false);
});

test('of one thread only one goes on, and nobody else waits behind it', async () => {
  const turns = createRunTurns({ runningMax: 3, waitingMax: 8 });
  const first = await turns.take('a', never);
  const again = turns.take('a', never);
  expect(await hasCome(turns.take('b', never))).toBe(true);
  expect(await hasCome(again)).toBe(false);
  first?.[Symbol.dispose]();
  first?.[Symbol.dispose]();
  expect(await hasCome(again)).toBe(true);
});

test('whoever gives up waiting gets no turn and takes none', async () => {
  const turns = createRunTurns({ runningMax: 1, waitingMax: 8 });
  const first = await turns.take('a', never);
  const giving = new AbortController();
  const second = turns.take('b', giving.signal);
  const third = turns.take('c', never);
  giving.abort();
  expect(await second).toBeNull();
  first?.[Symbol.dispose]();
  expect(await third).not.toBeNull();
  expect(await turns.take('d', AbortSignal.abort())).toBeNull();
});

test('more than may wait are sent away', async () => {
  const turns = createRunTurns({ runningMax: 1, waitingMax: 1 });
  await turns.take('a', never);
  const second = turns.take('b', never);
  expect(await turns.take('c', never)).toBeNull();
  expect(await hasCome(second)).toBe(false);
});
