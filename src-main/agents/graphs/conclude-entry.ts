import type { AgentVerdict, Opinion } from '#shared/agent/opinion.ts';
import type { Question } from '#main/ports/analyst.ts';
import { citedEvidence } from '../grounding/cited-evidence.ts';
import { concludeVerdicts } from '../grounding/conclude-verdicts.ts';
import { ruleStatements } from '../grounding/rule-statements.ts';
import type { Language } from '../thinking.ts';
import type { RunRecord } from '../run-record.ts';

const verdictsMax = 8;
const lessonsMax = 20;

/** What was said of an entry, as one opinion. Where no model spoke, the rules say what their filters measured. */
export function concludeEntry({
  question,
  record,
  language,
}: {
  readonly question: Extract<Question, { kind: 'entry' }>;
  readonly record: RunRecord;
  readonly language: Language;
}): Opinion {
  const said = record.verdicts();
  const rules = ruleStatements(question.decision, language);
  const verdicts = (said.length > 0 ? said : [ruleVerdict(question, rules.statements)]).slice(0, verdictsMax);
  const { verdict, rank, isGrounded, reasons } = concludeVerdicts(verdicts);
  const statements = verdicts.flatMap((one) => one.statements);
  return {
    runId: record.runId,
    decisionId: question.decision.decisionId,
    scenario: question.scenario,
    symbol: question.symbol,
    mode: verdicts.some(({ model }) => model !== null) ? 'model' : 'rulesOnly',
    ...{ verdict, rank, isGrounded, reasons, verdicts },
    evidence: citedEvidence([...reasons, ...statements], [...record.evidence(), ...rules.evidence]),
    similar: record.similar(),
    lessons: record.lessons().slice(0, lessonsMax),
    latencyMs: record.elapsedMs(),
    tokens: record.tokens(),
    asOfUtcMs: question.asOfUtcMs,
  };
}

/** The rules' own word: they wish to enter, or they do not. It moves no rank. */
const ruleVerdict = (
  { decision }: Extract<Question, { kind: 'entry' }>,
  statements: AgentVerdict['statements'],
): AgentVerdict => ({
  agent: 'signal',
  verdict: decision.signal.kind === 'enter' ? 'confirm' : 'abstain',
  confidence: 0.5,
  statements,
  model: null,
  ungrounded: [],
});
