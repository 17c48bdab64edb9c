import Table from 'cli-table3';
import type { ReplayReport } from '#shared/contract/agents.ts';

/** Whether a run said the same again, and each place where it did not. */
export function replayText({ runId, source, isSame, differences }: ReplayReport): string {
  const by = source === 'recording' ? 'from its recording' : 'by the models of now';
  if (isSame) return `${runId}, played again ${by}, says the same.`;
  const table = new Table({
    head: ['where', 'recorded', 'now'],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [28, 44, 44],
  });
  for (const { path, recorded, replayed } of differences) table.push([path, valueText(recorded), valueText(replayed)]);
  return [`${runId}, played again ${by}, differs in ${differences.length} place(s):`, table.toString()].join('\n');
}

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
