import type { Question } from '#main/ports/analyst.ts';
import type { AgentSources } from '../agent-sources.ts';
import type { AgentTool } from '../agent-tool.ts';
import { barsTool } from './bars.ts';
import { calendarTool } from './calendar.ts';
import { chainsTool } from './chains.ts';
import { featuresTool } from './features.ts';
import { lessonsTool } from './lessons.ts';
import { limitsTool } from './limits.ts';
import { positionsTool } from './positions.ts';
import { similarTool } from './similar.ts';

/** Everything that agents may look up for a question: read-only, of its symbol, and as of its moment, which a model can neither name nor move. */
export const toolsFor = (question: Question, sources: AgentSources): readonly AgentTool[] =>
  [featuresTool, barsTool, similarTool, chainsTool, calendarTool, positionsTool, limitsTool, lessonsTool].map((tool) =>
    tool({ question, sources }),
  );
