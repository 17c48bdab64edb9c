import { SingleBar } from 'cli-progress';
import { Argument, Command } from 'commander';
import { projectionNameSchema, type ProjectionName, type RebuildReport } from '#shared/contract/memory.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { rebuildProjection } from '#main/wiring/rebuild-projection.ts';
import { dataOption } from '../data-option.ts';
import { abortOnSignals } from './abort-on-signals.ts';
import { count } from './health-text.ts';
import { answer, refuse, type OutputFlags } from './output.ts';

export const rebuildCommand = (): Command =>
  new Command('rebuild')
    .description(
      'make the vectors or the graph of memory anew from the stores; orders, deals, bars and the log are only read, and trading goes on meanwhile',
    )
    .addArgument(new Argument('<projection>', 'what is made anew').choices(projectionNameSchema.options))
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (projection: ProjectionName, flags: OutputFlags & { readonly data?: string }) => {
      using progress = progressBar(projection);
      using cancelling = abortOnSignals();
      const rebuilt = await rebuildProjection(dataFolderPath(flags.data), projection, {
        onProgress: progress.update,
        signal: cancelling.signal,
      });
      progress.end();
      if (rebuilt.ok) answer(flags, rebuilt.value, reportText(rebuilt.value));
      else refuse(flags, rebuilt.error);
    });

function reportText({ projection, adapter, rows, hash, durationMs, deadLetters }: RebuildReport): string {
  const passedOver = deadLetters === 0 ? '' : ` ${deadLetters} changes were refused and passed over.`;
  return `${projection === 'vectors' ? 'The vectors were' : 'The graph was'} made anew in ${(durationMs / 1000).toFixed(1)} s: ${count(rows)} rows in ${adapter}, SHA-256 ${hash}.${passedOver}`;
}

function progressBar(projection: ProjectionName): Disposable & {
  readonly update: (progress: { readonly done: number; readonly depth: number }) => void;
  readonly end: () => void;
} {
  const bar = new SingleBar({
    format: `{bar} {percentage}% ${projection}  {done} done, {depth} still to come`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(1, 0, { done: 0, depth: 0 });
  const end = (): void => {
    bar.stop();
  };
  return {
    update: ({ done, depth }) => {
      bar.setTotal(Math.max(1, done + depth));
      bar.update(done, { done: count(done), depth: count(depth) });
    },
    end,
    [Symbol.dispose]: end,
  };
}
