import { expect, test } from 'vitest';
import { evidenceSchema } from '#shared/agent/evidence.ts';
import { citedEvidence } from './cited-evidence.ts';

test('keeps of the evidence what is cited, in the order of the words, each once', () => {
  const evidence = ['feature:a', 'feature:b', 'feature:c'].map((evidenceId) =>
    evidenceSchema.parse({
      ...{ evidenceId, source: 'feature', label: 'a value', value: 1, unit: '' },
      ...{ asOfUtcMs: 0, recordId: null },
    }),
  );
  const citing = (...ids: readonly string[]): { text: string; citations: { evidenceId: string; value: number }[] } => ({
    text: 'One.',
    citations: ids.map((evidenceId) => ({ evidenceId, value: 1 })),
  });
  const cited = citedEvidence([citing('feature:c', 'feature:none'), citing('feature:a', 'feature:c')], evidence);
  expect(cited.map(({ evidenceId }) => evidenceId)).toEqual(['feature:c', 'feature:a']);
});
