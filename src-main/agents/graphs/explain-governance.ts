import type { Evidence, Statement } from '#shared/agent/evidence.ts';
import type { AgentVerdict } from '#shared/agent/opinion.ts';
import { ok } from '#shared/base/result.ts';
import type { Question } from '#main/ports/analyst.ts';
import { askAgent } from '../ask-agent.ts';
import { findUngrounded } from '../grounding/find-ungrounded.ts';
import { writtenFigure } from '../grounding/written-figure.ts';
import type { ModelSaid } from '../model-ladder.ts';
import { governanceReplySchema, type GovernanceReply } from '../prompts/reply-schemas.ts';
import type { Language, Thinking } from '../thinking.ts';
import { gatherAll } from './gather.ts';

type Governance = Extract<Question, { kind: 'governance' }>;

/** Says which scenario may enter, and why. The switch itself is the rule's. */
export async function explainGovernance(thinking: Thinking): Promise<void> {
  const { question, record } = thinking;
  if (question.kind !== 'governance') return;
  record.step({ kind: 'nodeStarted', node: 'governance' });
  const evidence = governanceEvidence(question);
  await record.keep({ tool: 'governance', arguments: {}, place: -1 }, () =>
    Promise.resolve(ok({ evidence, similar: null, lessons: [] })),
  );
  await gatherAll(thinking);
  const asked = { agent: 'governance', prompt: 'governance', schema: governanceReplySchema, said: [] } as const;
  const said = await askAgent(thinking, asked);
  const verdict = said === null ? governanceByRules(question, thinking.language) : toldBy(thinking, said);
  if (said !== null) record.step({ kind: 'verdictGiven', verdict });
  thinking.conclude({ kind: 'explanation', runId: record.runId, verdict });
  record.step({ kind: 'nodeEnded', node: 'governance', durationMs: record.elapsedMs() });
}

const toldBy = ({ record }: Thinking, { value, model }: ModelSaid<GovernanceReply>): AgentVerdict => ({
  ...{ agent: 'governance', verdict: 'abstain', confidence: 0.5, statements: value.statements, model },
  ungrounded: findUngrounded(value.statements, record.evidence()),
});

export const governanceByRules = (question: Governance, language: Language): AgentVerdict => ({
  agent: 'governance',
  verdict: 'abstain',
  confidence: 0.5,
  statements: governanceStatements(question, language),
  model: null,
  ungrounded: [],
});

const depositId = 'governance:deposit';
const thresholdId = 'governance:threshold';
const closesId = 'governance:closes';
const closesNeededId = 'governance:closesNeeded';

/** The rule's own figures, of the moment of the question. */
function governanceEvidence({ governance, asOfUtcMs }: Governance): readonly Evidence[] {
  const { depositUsd, threshold, closes } = governance;
  const told = { source: 'governance', asOfUtcMs, recordId: null } as const;
  return [
    { ...told, evidenceId: depositId, label: 'deposit: equity less credit', value: depositUsd, unit: 'USD' },
    {
      ...told,
      evidenceId: thresholdId,
      label: 'deposit that the other scenario needs',
      value: threshold.depositUsd,
      unit: 'USD',
    },
    {
      ...told,
      evidenceId: closesId,
      label: 'broker-day closes that spoke for the other scenario',
      value: closes.length,
      unit: 'closes',
    },
    {
      ...told,
      evidenceId: closesNeededId,
      label: 'closes that a switch needs',
      value: threshold.closes,
      unit: 'closes',
    },
  ];
}

function governanceStatements({ governance }: Governance, language: Language): readonly Statement[] {
  const { active, override, depositUsd, threshold, closes } = governance;
  const usd = (value: number): string => writtenFigure(value, { unit: 'USD', language });
  const isEnglish = language === 'en';
  const say = (en: string, ru: string, citations: Statement['citations'] = []): Statement => ({
    text: isEnglish ? en : ru,
    citations,
  });
  const who =
    override === null
      ? say(`Scenario ${active} may enter, by the deposit.`, `Входить может сценарий ${active}: так решает депозит.`)
      : say(
          `Scenario ${active} may enter, by the trader’s own word; the deposit switches nothing until it is released.`,
          `Входить может сценарий ${active} по слову трейдера; депозит ничего не переключает, пока оно не снято.`,
        );
  const need = { evidenceId: thresholdId, value: threshold.depositUsd };
  const asked = threshold.kind === 'atLeast' ? ['at least', 'не меньше'] : ['less than', 'меньше'];
  const deposit =
    depositUsd === null
      ? say(
          'The deposit in USD is not known: no close speaks for a switch.',
          'Депозит в USD неизвестен: переключать нечему.',
        )
      : say(
          `The deposit is ${usd(depositUsd)} USD; the other scenario needs ${asked[0]} ${usd(threshold.depositUsd)}.`,
          `Депозит ${usd(depositUsd)} USD; другому сценарию нужно ${asked[1]} ${usd(threshold.depositUsd)}.`,
          [{ evidenceId: depositId, value: depositUsd }, need],
        );
  const counted = say(
    `${closes.length} of the ${threshold.closes} closes that a switch needs have spoken for it.`,
    `За переключение высказались ${closes.length} из ${threshold.closes} нужных закрытий дня.`,
    [
      { evidenceId: closesId, value: closes.length },
      { evidenceId: closesNeededId, value: threshold.closes },
    ],
  );
  return [who, deposit, counted];
}
