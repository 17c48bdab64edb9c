import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Bridge } from '#main/bridge/bridge.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { Analyst } from '#main/ports/analyst.ts';
import type { DataFolder } from '#main/stores/data-folder/data-folder.ts';
import { createBridge } from './create-bridge.ts';
import { createEngine, type EngineParts, type WayToRun } from './create-engine.ts';
import { feedEngine } from './feed-engine.ts';
import { systemMachine, type Machine } from './machine.ts';
import { synchronizeMarket, type MarketInStep } from './synchronize-market.ts';
import type { MemoryInStep } from './wire-memory.ts';

export interface PipeParts extends EngineParts {
  readonly folder: DataFolder;
  readonly remembering: Pick<MemoryInStep, 'memory' | 'indicators'>;
  /** Without one the rules decide alone. */
  readonly analyst?: Analyst | null;
}

/** An engine that is not started, and its bridge, which does not listen yet. Disposing ends the engine; the bridge is the caller's to close. */
export interface EngineOnPipe extends Disposable {
  readonly engine: Engine;
  readonly bridge: Bridge;
  readonly inStep: MarketInStep;
  /** What a terminal has to know to be let in; a secret. */
  readonly pairingToken: string;
}

/** The engine with a terminal behind the pipe, real or simulated: of the two nothing here knows which. */
export function wireByPipe(
  parts: PipeParts,
  approver: WayToRun['approver'],
  machine: Machine = systemMachine,
): Result<EngineOnPipe, Fault> {
  const paired = createBridge({ ...parts, machine });
  if (!paired.ok) return paired;
  const { bridge, token: pairingToken } = paired.value;
  using opening = new DisposableStack();
  const way = { machine, gateway: bridge, replay: bridge, approver, analyst: parts.analyst ?? null };
  const engine = opening.use(createEngine(parts, way));
  const inStep = opening.use(synchronizeMarket({ ...parts, machine, bridge, engine }));
  opening.use(
    feedEngine({ feed: bridge, engine, hear: (event, listener) => inStep.synchronizer.hear(event, listener) }),
  );
  const wired = opening.move();
  return ok({
    engine,
    bridge,
    inStep,
    pairingToken,
    [Symbol.dispose]: () => {
      wired.dispose();
    },
  });
}
