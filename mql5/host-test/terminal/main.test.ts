import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

test('the terminal runs as a process of its own and answers calls on its stdin', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ats-terminal-'));
  const options = { address: { kind: 'path', path: join(folder, 'link') }, simulatedFromUtcMs: 0 };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => JSON.parse(String((await lines.next()).value));
  const ask = async (call: string, ...args: unknown[]): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify({ call, with: args })}\n`);
    return answer();
  };
  expect(await answer()).toEqual({ address: join(folder, 'link') });
  expect(await ask('tick', 'EURUSD', { bid: 1.1, ask: 1.2 })).toEqual({ gave: null });
  expect(await ask('trade', { symbol: 'EURUSD', side: 'buy', volume: 0.1 })).toMatchObject({
    gave: { retcode: 10009 },
  });
  expect(await ask('step', 1000)).toEqual({ gave: null });
  expect(await ask('executions')).toMatchObject({ gave: [{ kind: 'order' }, { kind: 'deal', price: 1.2 }] });
  expect(await ask('nothing')).toEqual({ failed: 'The terminal has no nothing.' });
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
  await rm(folder, { recursive: true });
});
