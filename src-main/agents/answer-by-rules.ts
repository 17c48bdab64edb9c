import type { Answer } from '#main/ports/analyst.ts';
import { concludeEntry } from './graphs/conclude-entry.ts';
import { governanceByRules } from './graphs/explain-governance.ts';
import { lessonByRules } from './graphs/reflect.ts';
import type { Thinking } from './thinking.ts';

/** The answer that stands without a graph: by what was said until now, and where nothing was, by the rules' own figures. */
export function answerByRules({
  question,
  record,
  language,
}: Pick<Thinking, 'question' | 'record' | 'language'>): Answer {
  switch (question.kind) {
    case 'entry':
      return { kind: 'opinion', opinion: concludeEntry({ question, record, language }) };
    case 'manage':
      return { kind: 'proposal', proposal: null };
    case 'reflection':
      return { kind: 'lesson', lesson: lessonByRules({ question, record, language }) };
    case 'governance':
      return { kind: 'explanation', runId: record.runId, verdict: governanceByRules(question, language) };
  }
}
