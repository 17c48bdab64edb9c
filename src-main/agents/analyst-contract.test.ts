import { MemorySaver } from '@langchain/langgraph';
import { ok } from '#shared/base/result.ts';
import { groundedScript } from '#main/testkit/scripted-ollama/grounded-script.ts';
import { testAnalystContract } from './analyst-contract.suite.ts';
import { analystRig, scriptedRig } from './analyst-rig.suite.ts';
import type { ModelLadder } from './model-ladder.ts';

testAnalystContract('rules only', () => Promise.resolve(analystRig()), 2_000);

testAnalystContract('scripted models', () => scriptedRig(groundedScript({ verdict: 'confirm' })), 2_000);

/** Each breaks the ladder's word in its own way. */
const hostileLadders: Readonly<Record<string, ModelLadder>> = {
  'a ladder that throws': {
    isAsking: () => true,
    ask: () => {
      throw new Error('a ladder never throws');
    },
  },
  'a ladder that rejects': { isAsking: () => true, ask: () => Promise.reject(new Error('a ladder never rejects')) },
  'a ladder that answers something else': {
    isAsking: () => true,
    ask: () => {
      const value = { verdict: 'buy', action: { kind: 'open' }, statements: 7 } as never;
      return Promise.resolve(ok({ value, model: 'x', latencyMs: 1, tokens: { prompt: 1, reply: 1 }, readings: [] }));
    },
  },
};

for (const [name, ladder] of Object.entries(hostileLadders))
  testAnalystContract(name, () => Promise.resolve(analystRig({ ladder })), 2_000);

class DeadSaver extends MemorySaver {
  override put(): never {
    throw new Error('the disk is gone');
  }
}

testAnalystContract('a saver that throws', () => Promise.resolve(analystRig({ saver: new DeadSaver() })), 2_000);
