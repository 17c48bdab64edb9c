import { expect, test } from 'vitest';
import fc from 'fast-check';
import { agentVerdictSchema, opinionSchema, type AgentVerdict } from '#shared/agent/opinion.ts';
import { concludeVerdicts, type Conclusion } from './conclude-verdicts.ts';

const said = (changes: Partial<Record<keyof AgentVerdict, unknown>> = {}): AgentVerdict =>
  agentVerdictSchema.parse({
    ...{ agent: 'signal', verdict: 'confirm', confidence: 1, model: 'gpt', ungrounded: [] },
    statements: [{ text: 'It breaks out.', citations: [] }],
    ...changes,
  });
const concluded = (...verdicts: readonly AgentVerdict[]): Conclusion => concludeVerdicts(verdicts);
const ungrounded = [{ number: '9', evidenceId: null, found: null }];
const words = (text: string): object => ({ statements: [{ text, citations: [] }] });

test('confirms what grounded agents confirm, the surer the higher', () => {
  expect(concluded(said(), said({ agent: 'risk', confidence: 0.4, ...words('The risk is small.') }))).toEqual({
    verdict: 'confirm',
    rank: 81,
    isGrounded: true,
    reasons: [
      { text: 'It breaks out.', citations: [] },
      { text: 'The risk is small.', citations: [] },
    ],
  });
});

test('is vetoed by one grounded veto, whatever the others say', () => {
  const veto = said({ agent: 'risk', verdict: 'veto', confidence: 0.1, ...words('Too much gold already.') });
  const vetoed = concluded(said({ ungrounded }), veto);
  expect(vetoed).toMatchObject({ verdict: 'veto', rank: 20, isGrounded: true });
  expect(vetoed.reasons[0]?.text).toBe('Too much gold already.');
});

test('is warned by an ungrounded veto, and by the comment of one who has no vote', () => {
  const warning = said({ agent: 'risk', verdict: 'veto', confidence: 0.6, ungrounded });
  expect(concluded(said({ confidence: 0 }), warning)).toMatchObject({
    verdict: 'veto',
    rank: 41,
    isGrounded: false,
  });
  const comment = said({ agent: 'execution', verdict: 'veto', confidence: 0.5 });
  expect(concluded(said({ confidence: 0 }), comment)).toMatchObject({
    verdict: 'confirm',
    rank: 45,
    isGrounded: true,
  });
});

test('stays at the rules’ own rank where rules alone have spoken, or nobody', () => {
  expect(concluded(said({ model: null }))).toMatchObject({ verdict: 'confirm', rank: 50, isGrounded: true });
  expect(concluded()).toMatchObject({ verdict: 'abstain', rank: 50, isGrounded: true, reasons: [] });
});

const anyVerdict = fc.record({
  agent: fc.constantFrom('signal', 'risk', 'execution', 'manager'),
  verdict: fc.constantFrom('confirm', 'veto', 'abstain'),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  ungrounded: fc.constantFrom([], ungrounded),
  model: fc.constantFrom(null, 'gpt'),
});

test('is never raised by ungrounded words, and never above the rules by an ungrounded whole', () => {
  fc.assert(
    fc.property(fc.array(anyVerdict, { maxLength: 6 }), anyVerdict, (verdicts, one) => {
      const before = concluded(...verdicts.map((it) => said(it)));
      const after = concluded(...[...verdicts, { ...one, ungrounded }].map((it) => said(it)));
      expect(after.rank).toBeLessThanOrEqual(before.rank);
      if (!after.isGrounded) expect(after.rank).toBeLessThanOrEqual(50);
      if (before.verdict === 'veto' && before.isGrounded) expect(before.rank).toBeLessThanOrEqual(20);
      const { verdict, rank, isGrounded, reasons } = opinionSchema.unwrap().shape;
      expect(() => [
        verdict.parse(after.verdict),
        rank.parse(after.rank),
        isGrounded.parse(after.isGrounded),
        reasons.parse(after.reasons),
      ]).not.toThrow();
    }),
  );
});
