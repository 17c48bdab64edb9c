import { MultiBar, type SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { streamName } from '#shared/contract/stream-name.ts';
import type { SyncHealth, SyncStream } from '#shared/contract/sync-health.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { synchronize } from '#main/wiring/synchronize.ts';
import { dataOption } from '../data-option.ts';
import { count, durationText, healthText } from './health-text.ts';
import { namesIn } from './names-in.ts';
import { answer, refuse, type OutputFlags } from './output.ts';

/** The exit code where a stream waits, is paused or has failed. */
const exitBehind = 4;

interface SyncFlags extends OutputFlags {
  readonly symbols?: readonly string[];
  readonly wait?: boolean;
  readonly data?: string;
}

export const syncCommand = (): Command =>
  new Command('sync')
    .description(
      'fetch from the terminal now what is new and what is missing; the exit code is 0 only where all is in step',
    )
    .option('--symbols <names>', 'these symbols only, with commas between them', namesIn)
    .option('--wait', 'show the progress, and end when nothing is being fetched any more')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (flags: SyncFlags) => {
      using progress = progressBars();
      const done = await synchronize(dataFolderPath(flags.data), {
        symbols: flags.symbols ?? null,
        isWaited: flags.wait === true,
        onHealth: progress.show,
      });
      progress.end();
      if (!done.ok) {
        refuse(flags, done.error);
        return;
      }
      const behind = done.value.streams.filter(isBehind);
      answer(flags, { isInStep: behind.length === 0, ...done.value }, syncText(done.value, behind));
      if (behind.length > 0) process.exitCode = exitBehind;
    });

const isBehind = ({ phase }: SyncStream): boolean => phase === 'waiting' || phase === 'paused' || phase === 'failed';

function syncText(health: SyncHealth, behind: readonly SyncStream[]): string {
  const fetching = health.streams.filter(({ backfill }) => backfill !== null).length;
  const verdict =
    behind.length > 0
      ? `Not in step: ${behind.map((stream) => `${streamName(stream)} ${stream.phase}`).join(', ')}.`
      : fetching > 0
        ? `The past of ${fetching} stream(s) is still being fetched.`
        : 'All is in step.';
  return `${healthText(health)}\n${verdict}`.trimStart();
}

/** A bar for each stream whose past is being fetched, from when that begins; only where a person looks. */
function progressBars(): Disposable & { readonly show: (health: SyncHealth) => void; readonly end: () => void } {
  const bars = new MultiBar({
    format: '{bar} {percentage}%  {stream}  {stored} stored  {rate}/s  {left}',
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  const shown = new Map<string, SingleBar>();
  const show = ({ streams }: SyncHealth): void => {
    for (const stream of streams) {
      const name = streamName(stream);
      const { backfill, ratePerSecond, stored } = stream;
      const bar = shown.get(name) ?? (backfill === null ? null : bars.create(1, 0, { stream: name }));
      if (bar === null) continue;
      shown.set(name, bar);
      bar.update(backfill?.doneRatio ?? 1, {
        stream: name,
        stored: count(stored),
        rate: count(Math.round(ratePerSecond)),
        left: typeof backfill?.remainingMs === 'number' ? `${durationText(backfill.remainingMs)} left` : '',
      });
    }
  };
  const end = (): void => {
    bars.stop();
  };
  return { show, end, [Symbol.dispose]: end };
}
