import { expect, test } from 'vitest';
import { nextTurn } from './next-turn.ts';

test('who waits is let on in order, one at a turn of the loop', async () => {
  let turn = 0;
  let isOver = false;
  const count = (): void => {
    turn++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const letOn = await Promise.all(
    ['first', 'second', 'third'].map(async (name) => {
      await nextTurn();
      return { name, turn };
    }),
  );
  isOver = true;
  expect(letOn.map(({ name }) => name)).toEqual(['first', 'second', 'third']);
  expect(new Set(letOn.map((one) => one.turn)).size).toBe(3);
});

test('who waits again stands behind the others', async () => {
  const order: string[] = [];
  const twice = async (name: string): Promise<void> => {
    await nextTurn();
    order.push(name);
    await nextTurn();
    order.push(name);
  };
  await Promise.all([twice('a'), twice('b')]);
  expect(order).toEqual(['a', 'b', 'a', 'b']);
});
