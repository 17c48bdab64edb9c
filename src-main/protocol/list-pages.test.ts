import fc from 'fast-check';
import { expect, test } from 'vitest';
import { payloadBytesMax } from './frame-header.ts';
import { PageAssembler, splitIntoPages } from './list-pages.ts';
import { serverMs } from './server-ms.ts';

const stampMs = serverMs(1e12);
const hash = '00000000000000a0';

test('puts together what it cut, whatever the items', () => {
  const items = fc.array(fc.string({ unit: 'grapheme', maxLength: 3000 }), { maxLength: 60 });
  fc.assert(
    fc.property(items, (list) => {
      const pages = splitIntoPages({ revision: 4, stampMs, hash, items: list });
      const assembler = new PageAssembler<string>();
      const answers = pages.map((page) => assembler.accept(page, page.items));
      expect(answers.slice(0, -1).every((answer) => answer.ok && answer.value === null)).toBe(true);
      expect(answers.at(-1)).toEqual({ ok: true, value: list });
      for (const page of pages)
        expect(new TextEncoder().encode(JSON.stringify(page)).length).toBeLessThanOrEqual(payloadBytesMax);
    }),
  );
});

test('sends an empty list as one empty part, or nobody would know that it is empty', () => {
  expect(splitIntoPages({ revision: 1, stampMs, hash, items: [] })).toEqual([
    { revision: 1, part: 1, parts: 1, count: 0, hash, stampMs, items: [] },
  ]);
});

test('does not cut a list into more pages than a peer takes', () => {
  const items = Array.from({ length: 257 }, () => 'x'.repeat(20_000));
  expect(() => splitIntoPages({ revision: 1, stampMs, hash, items })).toThrow('at most 256 pages');
});

const page = (revision: number, part: number, parts: number, count = 0) => ({
  revision,
  part,
  parts,
  count,
  hash,
  stampMs,
});

test('begins anew with a first part, and forgets the list that was never finished', () => {
  const assembler = new PageAssembler<string>();
  assembler.accept(page(1, 1, 3, 9), ['old']);
  assembler.accept(page(2, 1, 2, 2), ['a']);
  expect(assembler.accept(page(2, 2, 2, 2), ['b'])).toEqual({ ok: true, value: ['a', 'b'] });
});

test.each([
  ['a part that nothing began', [page(1, 2, 2)]],
  ['a part that was left out', [page(1, 1, 3), page(1, 3, 3)]],
  ['a part twice', [page(1, 1, 3), page(1, 2, 3), page(1, 2, 3)]],
  ['a part of another revision', [page(1, 1, 2), page(2, 2, 2)]],
  ['a part of another number of parts', [page(1, 1, 2), page(1, 2, 3)]],
  ['a part that counts another list', [page(1, 1, 2), page(1, 2, 2, 1)]],
  ['a list that holds less than it counts', [page(1, 1, 2, 1), page(1, 2, 2, 1)]],
  ['a part after the last', [page(1, 1, 1), page(1, 2, 2)]],
])('refuses %s', (_, pages) => {
  const assembler = new PageAssembler<string>();
  const answers = pages.map((one) => assembler.accept(one, []));
  expect(answers.slice(0, -1).every((answer) => answer.ok)).toBe(true);
  expect(answers.at(-1)).toMatchObject({ ok: false, error: { code: 'FRAME_PAYLOAD' } });
});

test('says how many items are missing', () => {
  const answer = new PageAssembler<string>().accept(page(7, 1, 1, 3), ['a']);
  expect(answer).toMatchObject({ ok: false, error: { facts: { revision: 7, count: 3, found: 1 } } });
});
