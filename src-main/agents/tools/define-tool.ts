import type { z } from 'zod';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { AgentSources } from '../agent-sources.ts';
import type { AgentTool, Reading } from '../agent-tool.ts';
import { readSafely } from '../gather/known-then.ts';

export interface ToolScene {
  readonly question: Question;
  readonly sources: AgentSources;
}

/** A longer answer would crowd out what was gathered. */
const evidenceMax = 64;

/** A tool for one question. What a model sends is parsed, whoever parsed it before; an answer is known by the question's moment and of a bounded length. */
export const defineTool =
  <Arguments>(tool: {
    readonly name: string;
    readonly description: string;
    readonly schema: z.ZodType<Arguments>;
    readonly read: (wish: Arguments, scene: ToolScene) => Promise<Result<Reading, Fault>>;
  }) =>
  (scene: ToolScene): AgentTool => ({
    name: tool.name,
    description: tool.description,
    schema: tool.schema,
    read: async (wish) => {
      const parsed = tool.schema.safeParse(wish);
      if (!parsed.success) return err(argumentsInvalid(tool.name, parsed.error));
      const found = await readSafely(scene.question, () => tool.read(parsed.data, scene));
      return found.ok ? ok({ ...found.value, evidence: found.value.evidence.slice(0, evidenceMax) }) : found;
    },
  });

function argumentsInvalid(tool: string, { issues }: z.ZodError): Fault {
  const [first] = issues;
  const problem = first === undefined ? '' : `${first.path.join('.')}: ${first.message}`;
  return fault('TOOL_ARGUMENTS_INVALID', `${tool} cannot be asked that. ${problem}`.slice(0, 500), { tool });
}
