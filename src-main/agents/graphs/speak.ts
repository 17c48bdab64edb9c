import type { AgentName, AgentVerdict } from '#shared/agent/opinion.ts';
import { askAgent } from '../ask-agent.ts';
import { findUngrounded } from '../grounding/find-ungrounded.ts';
import type { PromptKey } from '../prompts/create-prompts.ts';
import { verdictReplySchema } from '../prompts/reply-schemas.ts';
import type { Thinking } from '../thinking.ts';

/** One agent gives its verdict on an entry, having heard those before it. Who comes after one that had no model has none either. */
export async function speak(
  thinking: Thinking,
  { agent, prompt, after }: { readonly agent: AgentName; readonly prompt: PromptKey; readonly after: AgentName | null },
): Promise<void> {
  const { record } = thinking;
  const before = record.verdicts();
  if (after !== null && !before.some((one) => one.agent === after)) return;
  const said = await askAgent(thinking, { agent, prompt, schema: verdictReplySchema, said: before.map(inShort) });
  if (said === null) return;
  const { verdict, confidence, statements } = said.value;
  const ungrounded = findUngrounded(statements, record.evidence());
  record.step({
    kind: 'verdictGiven',
    verdict: { agent, verdict, confidence, statements, model: said.model, ungrounded },
  });
}

/** For the agents that come after. */
const inShort = ({ agent, verdict, confidence, statements, ungrounded }: AgentVerdict): string =>
  JSON.stringify({
    ...{ agent, verdict, confidence },
    isGrounded: ungrounded.length === 0,
    statements: statements.map(({ text }) => text),
  });
