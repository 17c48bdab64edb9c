import fc from 'fast-check';
import { expect, test } from 'vitest';
import { managerReplySchema, reflectionReplySchema, verdictReplySchema } from '../prompts/reply-schemas.ts';
import { decodeReply } from './decode-reply.ts';
import { replyFormat } from './reply-format.ts';

const said = (content: string, isCut = false) => ({
  ...{ content, thinking: '', toolCalls: [], isCut },
  tokens: { prompt: 1, reply: 1 },
});

const verdict = { verdict: 'veto', confidence: 0.4, statements: [{ text: 'Thin.', citations: [] }] };

test.each([
  ['as it is', JSON.stringify(verdict)],
  ['among white space', `\n  ${JSON.stringify(verdict, null, 2)}\n\n`],
  ['between fences', `\`\`\`json\n${JSON.stringify(verdict, null, 2)}\n\`\`\``],
])('a verdict is read %s', (_, content) => {
  expect(decodeReply('sample', said(content), verdictReplySchema)).toEqual({ ok: true, value: verdict });
});

test('what is cut off is told apart from what is wrong', () => {
  const half = JSON.stringify(verdict).slice(0, 30);

  expect(decodeReply('sample', said(half, true), verdictReplySchema)).toMatchObject({
    error: { code: 'MODEL_REPLY_TOO_LONG' },
  });
  expect(decodeReply('sample', said(half), verdictReplySchema)).toMatchObject({
    error: { code: 'MODEL_REPLY_INVALID', facts: { reason: 'it is no JSON' } },
  });
});

test('no words become more than a verdict: other keys are dropped, and other values are faults', () => {
  const more = { ...verdict, order: { volume: 100 }, limits: { maxVolume: 100 } };
  expect(decodeReply('sample', said(JSON.stringify(more)), verdictReplySchema)).toEqual({ ok: true, value: verdict });

  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string(), fc.constant('null')), (content) => {
      const decoded = decodeReply('sample', said(content), verdictReplySchema);
      expect(decoded.ok ? verdictReplySchema.safeParse(decoded.value).success : decoded.error.code).toBe(
        decoded.ok ? true : 'MODEL_REPLY_INVALID',
      );
    }),
  );
});

test('a manager can propose less, a nearer stop or nothing', () => {
  const read = (action: object): boolean =>
    decodeReply('sample', said(JSON.stringify({ action, statements: verdict.statements })), managerReplySchema).ok;

  expect(
    [{ kind: 'none' }, { kind: 'close' }, { kind: 'closePart', ratio: 0.5 }, { kind: 'moveStop', stop: 1.1 }].map(read),
  ).toEqual([true, true, true, true]);
  expect(
    [
      { kind: 'open' },
      { kind: 'closePart', ratio: 1 },
      { kind: 'closePart', ratio: -1 },
      { kind: 'moveStop', stop: 0 },
    ].map(read),
  ).toEqual([false, false, false, false]);
});

test('a model is held to shapes and words to choose from, never to lengths', () => {
  expect(replyFormat(verdictReplySchema)).toMatchObject({
    type: 'object',
    properties: {
      verdict: { type: 'string', enum: ['confirm', 'veto', 'abstain'] },
      statements: {
        type: 'array',
        items: { properties: { citations: { items: { required: ['evidenceId', 'value'] } } } },
      },
    },
    required: ['verdict', 'confidence', 'statements'],
  });
  const all = JSON.stringify([verdictReplySchema, managerReplySchema, reflectionReplySchema].map(replyFormat));
  expect(all).not.toMatch(/"(pattern|minLength|maxLength|minItems|maxItems|readOnly|\$schema)"/);
});
