import { fault } from '#shared/base/fault.ts';
import { err } from '#shared/base/result.ts';
import { orAborted } from '../or-aborted.ts';
import type { Gatherer, Thinking } from '../thinking.ts';

/** Looks one thing up for all agents, within the run's time. What cannot be read is told and missing, no more. */
export async function gather({ record, gatherers, gathering }: Thinking, gatherer: Gatherer): Promise<void> {
  const { name, read } = gatherer;
  const startedMs = record.elapsedMs();
  const place = gatherers.indexOf(gatherer);
  const found = await record.keep({ tool: name, arguments: {}, place }, () =>
    orAborted(read(), gathering, () => err(outOfTime(name))),
  );
  record.step({
    kind: 'toolCalled',
    agent: null,
    tool: name,
    arguments: {},
    evidence: found.ok ? found.value.evidence : [],
    durationMs: record.elapsedMs() - startedMs,
    fault: found.ok ? null : found.error,
  });
  if (found.ok && found.value.similar !== null) record.step({ kind: 'situationsFound', similar: found.value.similar });
}

/** All at once, for those who have no nodes for it. */
export async function gatherAll(thinking: Thinking): Promise<void> {
  await Promise.all(thinking.gatherers.map((gatherer) => gather(thinking, gatherer)));
}

const outOfTime = (name: string): ReturnType<typeof fault> =>
  fault('TOOL_FAILED', `There was no time left to wait for ${name}. The run goes on without.`, { tool: name });
