import type { z } from 'zod';
import { err } from '#shared/base/result.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import type { AgentName } from '#shared/agent/opinion.ts';
import type { AgentTool } from './agent-tool.ts';
import type { ModelSaid } from './model-ladder.ts';
import { timedOut } from './models/model-fault.ts';
import { orAborted } from './or-aborted.ts';
import { evidenceLines, type PromptKey } from './prompts/create-prompts.ts';
import { subjectOf } from './subject-of.ts';
import type { Thinking } from './thinking.ts';
import { wordsFromOutside } from './words-from-outside.ts';

export interface AgentWish<T> {
  readonly agent: AgentName;
  readonly prompt: PromptKey;
  readonly schema: z.ZodType<T>;
  /** What others have said of it, one thing a line; empty: nothing. */
  readonly said: readonly string[];
}

/** Lets one agent speak, by the models. Null: none answered so that it can be taken, or none is to be asked any more; the run has been told why. */
export async function askAgent<T>(thinking: Thinking, wish: AgentWish<T>): Promise<ModelSaid<T> | null> {
  const { ladder, record, prompts, language, question } = thinking;
  if (ladder === null || !ladder.isAsking() || record.remainingMs() === 0) return null;
  const prompt = prompts.fill(wish.prompt, {
    language,
    subject: wordsFromOutside({ what: 'what is asked about', text: subjectOf(question) }),
    evidence: wordsFromOutside({ what: 'evidence', text: evidenceLines(record.evidence()) }),
    said: wish.said.length === 0 ? '' : wordsFromOutside({ what: 'what was said', text: wish.said.join('\n') }),
  });
  const tools = thinking.tools.map((tool) => keptTool(tool, thinking));
  const { agent, schema } = wish;
  const asked = ladder.ask({ agent, prompt, schema, tools, run: record });
  const said = await orAborted(asked, record.signal, () => err(timedOut('models', 0)));
  return said.ok ? said.value : null;
}

/** What a model looks up is kept like what was gathered for it. */
const keptTool = (tool: AgentTool, { record, gatherers }: Thinking): AgentTool => ({
  ...tool,
  read: (wish) =>
    // It was read by a schema of the tool's own, and is JSON.
    record.keep({ tool: tool.name, arguments: wish as JsonValue, place: gatherers.length }, () => tool.read(wish)),
});
