import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { CockpitDelta, CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import type { Cockpit, CockpitCommand } from '#main/ports/cockpit.ts';
import { sampleSnapshot } from './sample-snapshot.ts';

/** A cockpit without an engine: a test publishes its deltas, sets its snapshot and its answers, and reads what was asked. */
export interface FakeCockpit extends Cockpit {
  readonly publish: (delta: CockpitDelta) => void;
  readonly show: (snapshot: CockpitSnapshot) => void;
  /** From now on commands are refused with this fault, or accepted again. */
  readonly refuse: (fault: Fault | null) => void;
  readonly answerBars: (page: ReturnType<Cockpit['barsPage']>) => void;
  readonly commands: readonly { readonly command: CockpitCommand; readonly actor: Actor }[];
  readonly listeners: () => number;
}

export function createFakeCockpit(): FakeCockpit {
  const listeners = new Set<(delta: CockpitDelta) => void>();
  const commands: { command: CockpitCommand; actor: Actor }[] = [];
  let snapshot = sampleSnapshot();
  let answer: Result<void, Fault> = ok(undefined);
  let bars: ReturnType<Cockpit['barsPage']> = ok({ source: null, bars: [] });
  return {
    snapshot: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    command: (command, actor) => {
      commands.push({ command, actor });
      return Promise.resolve(answer);
    },
    barsPage: () => bars,
    publish: (delta) => {
      for (const listener of listeners) listener(delta);
    },
    show: (next) => {
      snapshot = next;
    },
    refuse: (fault) => {
      answer = fault === null ? ok(undefined) : { ok: false, error: fault };
    },
    answerBars: (page) => {
      bars = page;
    },
    commands,
    listeners: () => listeners.size,
  };
}
