import type { Question } from '#main/ports/analyst.ts';
import type { AgentSources } from '../agent-sources.ts';

/**
 * A look-up that several gatherers and tools of one question share: what it found for a key is found once, and forgotten together with the question. As of
 * the question's moment it would find the same again.
 */
export function onceAQuestion<Key, T>(
  lookUp: (question: Question, sources: AgentSources, key: Key) => T,
): (question: Question, sources: AgentSources, key: Key) => T {
  const known = new WeakMap<AgentSources, WeakMap<Question, Map<Key, T>>>();
  return (question, sources, key) => {
    const ofSources = known.get(sources) ?? new WeakMap<Question, Map<Key, T>>();
    known.set(sources, ofSources);
    const ofQuestion = ofSources.get(question) ?? new Map<Key, T>();
    ofSources.set(question, ofQuestion);
    const before = ofQuestion.get(key);
    if (before !== undefined) return before;
    const found = lookUp(question, sources, key);
    ofQuestion.set(key, found);
    return found;
  };
}
