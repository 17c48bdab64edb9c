import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FaultError } from '#shared/base/fault.ts';
import { guardFetch } from './guard-stream.ts';
import type { ChatReply, Heard } from './chat.ts';

const bounds = { contentCharactersMax: 400, thinkingCharactersMax: 200 };

interface Guarded {
  readonly reply: ChatReply;
  readonly heard: readonly Heard[];
  readonly code: string | null;
}

/** What becomes of a stream that comes in these pieces. */
async function guarded(pieces: readonly Uint8Array[]): Promise<Guarded> {
  const heard: Heard[] = [];
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  const guard = guardFetch({
    fetch: () => Promise.resolve(new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>)),
    model: 'sample',
    bounds,
    signal: new AbortController().signal,
    onWords: (words) => void heard.push(words),
  });
  const response = await guard.fetch('http://127.0.0.1/api/chat', { method: 'POST' });
  const code = await response.arrayBuffer().then(
    () => null,
    (error: unknown) => {
      expect(error).toBeInstanceOf(FaultError);
      return (error as FaultError).fault.code;
    },
  );
  return { reply: guard.reply(), heard, code };
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const lineOf = (message: object, end: object = {}): string => JSON.stringify({ model: 'sample', message, ...end });

const done = { done: true, done_reason: 'stop', prompt_eval_count: 11, eval_count: 7 };

const cutAt = (bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const places = [...new Set(cuts.map((cut) => cut % bytes.length))].sort((a, b) => a - b);
  return [0, ...places].map((from, i, all) => bytes.slice(from, all[i + 1] ?? bytes.length));
};

test('a stream says the same wherever it is cut, in the middle of a character as well', async () => {
  const call = { function: { name: 'bars', arguments: { symbol: 'XAUUSD' } } };
  const text = [
    lineOf({ content: '', thinking: 'подумаем… ' }),
    lineOf({ content: '', thinking: '👍' }),
    lineOf({ content: '{"a":' }),
    '',
    lineOf({ content: '', tool_calls: [call, call] }),
    lineOf({ content: '"é"}', tool_calls: null }),
    lineOf({}, done),
  ].join('\n');

  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 12 }), fc.boolean(), async (cuts, hasEnd) => {
      const { reply, heard, code } = await guarded(cutAt(bytesOf(hasEnd ? `${text}\n` : text), cuts));
      expect(code).toBeNull();
      expect(reply).toEqual({
        content: '{"a":"é"}',
        thinking: 'подумаем… 👍',
        toolCalls: [call.function, call.function],
        tokens: { prompt: 11, reply: 7 },
        isCut: false,
      });
      expect(heard.map(({ text: words }) => words)).toEqual(['подумаем… ', '👍', '{"a":', '"é"}']);
    }),
    { numRuns: 60 },
  );
});

test('whatever comes instead of a chat is a fault with a code, and never more than was bounded', async () => {
  const strange = fc.oneof(
    fc.json(),
    fc.string(),
    fc.string({ maxLength: 900 }).map((content) => lineOf({ content })),
    fc.string({ maxLength: 900 }).map((thinking) => lineOf({ thinking })),
    fc.constantFrom(lineOf({}, done), '{"error":"broken"}', '{"message":null}', '{"done":"yes"}', 'null', '\u0000'),
    fc.jsonValue().map((json) => lineOf({ tool_calls: [{ function: { name: 'x', arguments: json } }] })),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(strange, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 5 }), async (lines, cuts) => {
      const bytes = bytesOf(`${lines.join('\n')}\n`);
      const { reply, code } = await guarded(cutAt(bytes, cuts));
      if (code !== null) expect(['MODEL_REPLY_INVALID', 'MODEL_REPLY_TOO_LONG', 'MODEL_FAILED']).toContain(code);
      else {
        expect(reply.content.length).toBeLessThanOrEqual(bounds.contentCharactersMax);
        expect(reply.thinking.length).toBeLessThanOrEqual(bounds.thinkingCharactersMax);
      }
    }),
    { numRuns: 150 },
  );
});

test('bytes at random are a fault', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 5 }), async (pieces) => {
      expect((await guarded(pieces)).code).toBe('MODEL_REPLY_INVALID');
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['tool calls', lineOf({ tool_calls: [{ function: { name: 'bars', arguments: { symbol: 'x'.repeat(500) } } }] })],
  ['many tool calls', lineOf({ tool_calls: Array.from({ length: 65 }, () => ({ function: { name: '' } })) })],
  ['words', lineOf({ content: 'x'.repeat(401) })],
  ['thinking', lineOf({ thinking: 'x'.repeat(201) })],
  ['a line', 'x'.repeat(250_001)],
])('%s without end are cut off', async (_, line) => {
  expect((await guarded([bytesOf(line), bytesOf('\n')])).code).toBe('MODEL_REPLY_TOO_LONG');
});
