import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as values from './mql5-values.ts';

const listFolder = join(import.meta.dirname, '../shim/api/values');

/** The names with a documented number in the shim's lists. */
function readLists(): Map<string, number> {
  const found = new Map<string, number>();
  for (const file of readdirSync(listFolder))
    for (const [, name = '', number] of readFileSync(join(listFolder, file), 'utf8').matchAll(
      /^MQL_VALUE\((\w+), (-?\d+)\)/gm,
    ))
      found.set(name, Number(number));
  return found;
}

test('the terminal and the host mean the same numbers by the same names', () => {
  const lists = readLists();
  const ours = Object.values(values).flatMap((group) => Object.entries(group));
  expect(ours.length).toBeGreaterThan(60);
  for (const [name, number] of ours) expect([name, lists.get(name)]).toEqual([name, number]);
});
