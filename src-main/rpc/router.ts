import { implement, type Router } from '@orpc/server';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { CockpitBatch } from '#shared/contract/cockpit-snapshot.ts';
import { contract, contractVersion } from '#shared/contract/contract.ts';
import type { Actor } from '#shared/trading/engine-event.ts';
import type { Cockpit, CockpitCommand } from '#main/ports/cockpit.ts';
import type { CockpitStream } from './cockpit-stream.ts';
import type { Subscriptions } from './subscriptions.ts';

/** Who calls, and what he has subscribed to. */
export interface Caller {
  readonly actor: Actor;
  readonly subscriptions: Subscriptions;
}

/** Without validation of outputs: the engine's values passed their own constructors, and parsing them again would cost its loop. */
const os = implement<typeof contract, Record<never, never> & Caller>(contract, {
  initialOutputValidationIndex: Number.NaN,
});

/** Answers the contract from the cockpit. What the cockpit refuses goes out as REFUSED with the fault. */
export function createRouter(cockpit: Cockpit): Router<typeof contract, Caller> {
  const perform = async (command: CockpitCommand, { context, errors }: Asked): Promise<void> =>
    accepted(await cockpit.command(command, context.actor), errors);

  // Windows ask for it as a pulse, and a snapshot costs the engine reads of its ledger.
  let program: string | null = null;

  return os.router({
    version: os.version.handler(() => ({
      ...contractVersion,
      program: (program ??= cockpit.snapshot().programVersion),
    })),
    cockpit: {
      snapshot: os.cockpit.snapshot.handler(() => cockpit.snapshot()),
      changed: os.cockpit.changed.handler(({ input, context, errors, signal }) => {
        const { subscriptions } = context;
        const stream = accepted(subscriptions.open(input.subscriptionId), errors);
        const release = (): void => {
          subscriptions.close(input.subscriptionId);
        };
        // A subscriber that goes away while it waits would leave the stream waiting for ever.
        signal?.addEventListener('abort', release, { once: true });
        if (signal?.aborted === true) release();
        return batchesOf(stream, release);
      }),
      acknowledge: os.cockpit.acknowledge.handler(({ input, context, errors }) => {
        accepted(context.subscriptions.acknowledge(input.subscriptionId, input.sequence), errors);
      }),
    },
    bars: {
      page: os.bars.page.handler(({ input, errors }) => accepted(cockpit.barsPage(input), errors)),
    },
    approval: {
      approve: os.approval.approve.handler((asked) => perform({ kind: 'approve', ...asked.input }, asked)),
      reject: os.approval.reject.handler((asked) => perform({ kind: 'reject', ...asked.input }, asked)),
    },
    position: {
      close: os.position.close.handler((asked) => perform({ kind: 'closePosition', ...asked.input }, asked)),
      modify: os.position.modify.handler((asked) => perform({ kind: 'modifyPosition', ...asked.input }, asked)),
    },
    tradingState: {
      halt: os.tradingState.halt.handler((asked) => perform({ kind: 'halt', ...asked.input }, asked)),
      resume: os.tradingState.resume.handler((asked) => perform({ kind: 'resume', ...asked.input }, asked)),
      flatten: os.tradingState.flatten.handler((asked) => perform({ kind: 'flatten', ...asked.input }, asked)),
    },
    replay: {
      pause: os.replay.pause.handler((asked) => perform({ kind: 'pauseReplay' }, asked)),
      resume: os.replay.resume.handler((asked) => perform({ kind: 'resumeReplay' }, asked)),
      step: os.replay.step.handler((asked) => perform({ kind: 'stepReplay' }, asked)),
      setSpeed: os.replay.setSpeed.handler((asked) => perform({ kind: 'setReplaySpeed', ...asked.input }, asked)),
    },
  });
}

interface Refusals {
  readonly REFUSED: (refusal: { readonly data: Fault; readonly message: string }) => Error;
}

interface Asked {
  readonly context: Caller;
  readonly errors: Refusals;
}

function accepted<T>(result: Result<T, Fault>, errors: Refusals): T {
  if (result.ok) return result.value;
  throw errors.REFUSED({ data: result.error, message: result.error.message });
}

async function* batchesOf(stream: CockpitStream, release: () => void): AsyncGenerator<CockpitBatch, void, undefined> {
  try {
    for (let batch = await stream.next(); batch !== null; batch = await stream.next()) yield batch;
  } finally {
    release();
  }
}
