import type { CockpitDelta } from '#shared/contract/cockpit-snapshot.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { NewEvent } from '#main/ports/event-log.ts';
import type { Desk } from './desk.ts';
import type { EngineDependencies } from './engine-dependencies.ts';
import type { EngineEffect } from './engine-effect.ts';
import type { EngineState } from './engine-state.ts';
import { evolve } from './evolve.ts';
import type { LiveMarket } from './live-market.ts';
import type { ScenarioRunner } from './scenario-runner.ts';

/**
 * One turn of the loop. Handlers read the state as it is after the events recorded so far, record further ones and ask for effects; the
 * loop then commits all events together, and only then performs the effects.
 */
export class Step {
  readonly dependencies: EngineDependencies;
  readonly market: LiveMarket;
  readonly desk: Desk;
  readonly runners: readonly ScenarioRunner[];
  readonly nowUtcMs: UtcMs;
  /** The state that the turn began with. */
  readonly before: EngineState;
  readonly events: NewEvent[] = [];
  readonly effects: EngineEffect[] = [];
  /** Changes of what is shown but not logged. */
  readonly deltas: CockpitDelta[] = [];
  /** Told to whoever asked once the events are committed. */
  readonly answers: (() => void)[] = [];
  #state: EngineState;

  constructor(context: {
    readonly dependencies: EngineDependencies;
    readonly market: LiveMarket;
    readonly desk: Desk;
    readonly runners: readonly ScenarioRunner[];
    readonly state: EngineState;
  }) {
    this.dependencies = context.dependencies;
    this.market = context.market;
    this.desk = context.desk;
    this.runners = context.runners;
    this.before = context.state;
    this.#state = context.state;
    this.nowUtcMs = context.dependencies.marketClock.nowUtcMs() ?? context.dependencies.wallClock.nowUtcMs();
  }

  get state(): EngineState {
    return this.#state;
  }

  /** `occurredAtUtcMs` is the source's own time where the event came from outside; the market's time otherwise. */
  record(event: EngineEvent, occurredAtUtcMs: UtcMs = this.nowUtcMs): void {
    const recorded = { occurredAtUtcMs, event };
    this.events.push(recorded);
    this.#state = evolve(this.#state, recorded);
  }

  perform(effect: EngineEffect): void {
    this.effects.push(effect);
  }

  show(delta: CockpitDelta): void {
    this.deltas.push(delta);
  }

  answer(tell: () => void): void {
    this.answers.push(tell);
  }
}
