import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { CockpitDelta, CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import type { Lamp } from '#shared/contract/lamp.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import type { Cockpit, CockpitCommand } from '#main/ports/cockpit.ts';
import type { StoredEvent } from '#main/ports/event-log.ts';
import { cockpitSnapshot } from './cockpit-snapshot.ts';
import { deltasOf } from './cockpit-deltas.ts';
import { emptyDesk, type Desk } from './desk.ts';
import type { EngineDependencies } from './engine-dependencies.ts';
import type { EngineInput } from './engine-input.ts';
import { reducerVersion, type EngineState } from './engine-state.ts';
import { evolve } from './evolve.ts';
import { lampsOf } from './lamps.ts';
import { emptyMarket, type LiveMarket } from './live-market.ts';
import { onInput } from './on-input.ts';
import type { TicketScene } from './open-approval.ts';
import { performEffect } from './perform-effect.ts';
import { recoverState } from './recover-state.ts';
import type { ScenarioRunner } from './scenario-runner.ts';
import { startUp } from './start-up.ts';
import { Step } from './step.ts';

/** How often the engine looks at its clocks. */
const timePeriod = durationMs(250);

/** A snapshot of the state is saved after this many events, so that a start-up folds no more than these. */
const eventsPerSnapshot = 5_000;

/**
 * The loop: one input after the other, each one deciding on the state, committing its events, and only then acting on the world. It never
 * waits: what takes time goes out as an effect and comes back as an input.
 */
export class Engine implements Cockpit, Disposable {
  readonly #dependencies: EngineDependencies;
  readonly #market: LiveMarket = emptyMarket();
  readonly #desk: Desk = emptyDesk();
  readonly #runners: readonly ScenarioRunner[];
  readonly #listeners = new Set<(delta: CockpitDelta) => void>();
  readonly #inputs: EngineInput[] = [];
  #state: EngineState;
  #lamps: readonly Lamp[] = [];
  #sequence: number;
  #sequenceOfSnapshot: number;
  #life: 'new' | 'running' | 'failed' | 'stopped' = 'new';
  #isTurning = false;
  #clockTicks: Disposable | null = null;

  constructor(dependencies: EngineDependencies) {
    this.#dependencies = dependencies;
    const recovered = recoverState(dependencies.log);
    this.#state = recovered.state;
    this.#sequence = recovered.sequence;
    this.#sequenceOfSnapshot = recovered.snapshotSequence;
    const { bars, digest, facts, brokerClock } = dependencies;
    const pointOf = (symbol: string): number | null =>
      (this.#market.instruments.get(symbol) ?? this.#state.instruments[symbol]?.instrument)?.point ?? null;
    this.#runners = dependencies.scenarios.map((setup) =>
      setup({ bars, digest, facts, pointOf, clockRule: brokerClock.rule }),
    );
  }

  /** Recovery's first turn: what was on its way is unknown until the terminal tells. Then the clocks begin to count. */
  start(): void {
    this.#life = 'running';
    this.#turn(startUp);
    this.#turnUntilIdle();
    this.#clockTicks = this.#dependencies.timers.every(timePeriod, () => {
      this.accept({ kind: 'timePassed' });
    });
  }

  /** Takes one input and works until none is left. A failure stops the engine: what is not committed did not happen. */
  accept(input: EngineInput): void {
    if (this.#life !== 'running') {
      this.#refuseAll([input]);
      return;
    }
    this.#inputs.push(input);
    if (!this.#isTurning) this.#turnUntilIdle();
  }

  #turnUntilIdle(): void {
    for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) {
      const turned = next;
      try {
        this.#turn((step) => {
          onInput(step, turned);
        });
      } finally {
        if (this.#life === 'failed') this.#refuseAll([turned, ...this.#inputs.splice(0)]);
      }
    }
    this.#refreshLamps();
  }

  /** Nobody waits for an engine that has stopped. */
  #refuseAll(inputs: readonly EngineInput[]): void {
    for (const input of inputs) if (input.kind === 'command') input.answer(err(this.#notRunning()));
  }

  /** Whether a terminal of the pinned account is heard. */
  get isConnected(): boolean {
    return this.#state.isConnected;
  }

  readonly snapshot = (): CockpitSnapshot =>
    cockpitSnapshot({ ...this.#scene(), runners: this.#runners, lamps: this.#lamps });

  readonly subscribe = (listener: (delta: CockpitDelta) => void): Disposable => {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  };

  readonly command = (command: CockpitCommand, actor: Actor): Promise<Result<void, Fault>> =>
    new Promise((answer) => {
      this.accept({ kind: 'command', command, actor, answer });
    });

  readonly barsPage: Cockpit['barsPage'] = ({ symbol, timeframe, beforeUtcMs, limit }) => {
    const chosen = this.#dependencies.bars.chooseSeries({ symbol, timeframe });
    if (!chosen.ok) return chosen;
    if (chosen.value === null) return ok({ source: null, bars: [] });
    const range = { series: chosen.value, beforeUtcMs: beforeUtcMs ?? endOfTimeUtcMs, limit };
    return ok({ source: chosen.value.source, bars: this.#dependencies.bars.read(range) });
  };

  /** A clean stop: nothing is sent or ended by it, and the next start recovers as from a crash. */
  [Symbol.dispose](): void {
    if (this.#life === 'running') {
      this.#turn((step) => {
        step.record({ kind: 'engineStopped', reason: 'the cockpit was closed' });
      });
      this.#saveSnapshot();
    }
    this.#life = 'stopped';
    this.#clockTicks?.[Symbol.dispose]();
    this.#listeners.clear();
  }

  #turn(handle: (step: Step) => void): void {
    this.#isTurning = true;
    try {
      const step = new Step({
        dependencies: this.#dependencies,
        market: this.#market,
        desk: this.#desk,
        runners: this.#runners,
        state: this.#state,
      });
      handle(step);
      const stored = step.events.length === 0 ? [] : this.#dependencies.log.append(step.events);
      this.#publish(stored);
      for (const delta of step.deltas) this.#tell(delta);
      for (const answer of step.answers) answer();
      for (const effect of step.effects) {
        const outcome = performEffect(effect, this.#dependencies, (input) => {
          this.accept(input);
        });
        if (outcome !== null) this.#inputs.push(outcome);
      }
    } catch (error) {
      this.#life = 'failed';
      this.#dependencies.logger.error('the engine stopped: its state can no longer be trusted', error);
      this.#dependencies.onFailed(error);
      throw error;
    } finally {
      this.#isTurning = false;
    }
    if (this.#sequence - this.#sequenceOfSnapshot >= eventsPerSnapshot) this.#saveSnapshot();
  }

  /** Folds the committed events one by one, so that each is shown against the state that it met. */
  #publish(stored: readonly StoredEvent[]): void {
    for (const event of stored) {
      const before = this.#state;
      this.#state = evolve(before, event);
      this.#sequence = event.sequence;
      for (const delta of deltasOf(event, { ...this.#scene(), before })) this.#tell(delta);
    }
  }

  #scene(): TicketScene {
    return { dependencies: this.#dependencies, state: this.#state, market: this.#market, desk: this.#desk };
  }

  #saveSnapshot(): void {
    this.#dependencies.log.saveSnapshot(reducerVersion, { sequence: this.#sequence, state: this.#state });
    this.#sequenceOfSnapshot = this.#sequence;
  }

  #refreshLamps(): void {
    const now = this.#dependencies.wallClock.nowUtcMs();
    const marketNowUtcMs = this.#dependencies.marketClock.nowUtcMs();
    const { quoteAgeMsMax } = this.#dependencies.limits;
    const { programVersion } = this.#dependencies;
    const { agents } = this.#dependencies;
    const lights = lampsOf({
      ...{ state: this.#state, market: this.#market, desk: this.#desk },
      ...{ marketNowUtcMs, quoteAgeMsMax, programVersion, agents },
    });
    this.#lamps = lights.map((light) => {
      const lamp = this.#lamps.find((it) => it.name === light.name);
      const isSame = lamp?.level === light.level && lamp.code === light.code && lamp.detail === light.detail;
      if (lamp !== undefined && isSame) return lamp;
      const changed = { ...light, changedAtUtcMs: now };
      this.#tell({ kind: 'lampChanged', lamp: changed });
      return changed;
    });
  }

  #tell(delta: CockpitDelta): void {
    for (const listener of this.#listeners) listener(delta);
  }

  #notRunning(): Fault {
    const message = 'The engine is not running; nothing was done. Start the cockpit again.';
    return this.#life === 'failed' ? fault('ENGINE_FAILED', message) : fault('ENGINE_STOPPING', message);
  }
}
