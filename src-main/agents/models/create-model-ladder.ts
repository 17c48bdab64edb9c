import { canonicalJson } from '#shared/base/canonical-json.ts';
import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { err, type Result } from '#shared/base/result.ts';
import { durationMs, secondsToMs } from '#shared/units/duration-ms.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Digest } from '#main/ports/digest.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { ModelLadder, ModelSaid, ModelWish } from '../model-ladder.ts';
import { orAborted } from '../or-aborted.ts';
import { askRung } from './ask-rung.ts';
import type { Chat } from './chat.ts';
import { cancelled, givenUp, paused, timedOut } from './model-fault.ts';
import { ollamaChat } from './ollama-chat.ts';
import { probeModel, type ModelAbility } from './probe-model.ts';
import { rungBreaker, type RungBreaker } from './rung-breaker.ts';

export interface LadderWish {
  /** Ollama's. */
  readonly url: string;
  /** In the order in which they are asked. */
  readonly models: readonly string[];
  /** Look-ups of one agent. */
  readonly stepsMax: number;
  readonly replyTokensMax: number;
  readonly fetch: typeof fetch;
  readonly digest: Digest;
  readonly timers: Timers;
  readonly monotonicClock: MonotonicClock;
  readonly logger: Logger;
}

/** Ends with the engine: what is asked then is let go. */
export interface OllamaLadder extends ModelLadder, Disposable {
  /** Learns what each model can do before anybody waits for it, one after the other. Never throws; what is not learnt is tried again by a question. */
  readonly probe: () => Promise<void>;
}

/** A local model is loaded by its first question, and that outlasts a run: the probe goes on without it, for the runs after. */
const probeMs = secondsToMs(60);

/** Kept back, so that what became of the last rung is told to the run before the run itself is over. */
const reserveMs = 25;

/** How far timers may be off. */
const slackMs = 50;

export function createModelLadder(wish: LadderWish): OllamaLadder {
  const closing = new AbortController();
  const rungs = wish.models.map(
    (model, rung) => new Rung({ ...wish, url: withoutPassword(wish.url) }, { model, rung, closing: closing.signal }),
  );
  return {
    isAsking: () => !closing.signal.aborted && rungs.some((rung) => !rung.isPaused()),
    ask: async (asked) => {
      let last: Fault = noModel;
      for (const [i, rung] of rungs.entries()) {
        const remainingMs = asked.run.remainingMs() - reserveMs;
        const rungsLeft = rungs.slice(i).filter((it) => !it.isPaused()).length;
        const timeoutMs = remainingMs / Math.max(1, rungsLeft);
        const said = remainingMs > 0 ? await rung.ask(asked, timeoutMs) : err(timedOut(rung.model, 0));
        if (said.ok) return said;
        last = said.error;
        const to = rungs[i + 1]?.model ?? null;
        asked.run.step({ kind: 'fellBack', agent: asked.agent, model: rung.model, rung: i, to, fault: last });
        if (asked.run.signal.aborted || closing.signal.aborted) break;
      }
      return err(last);
    },
    probe: async () => {
      for (const rung of rungs) await rung.ability();
    },
    [Symbol.dispose]: () => closing.abort(new FaultError(cancelled('every model'))),
  };
}

const noModel = fault('MODEL_UNKNOWN', 'No model is named in the settings. Rules decide.');

/** A fault must not tell it, and a fetch refuses it. */
const withoutPassword = (url: string): string => {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`.replace(/\/+$/, '');
};

interface Place {
  readonly model: string;
  readonly rung: number;
  /** Aborted when the ladder is disposed. */
  readonly closing: AbortSignal;
}

/** One model: what it can do, once known, and whether it is left alone for now. */
class Rung {
  readonly model: string;
  readonly #wish: LadderWish;
  readonly #place: Place;
  readonly #breaker: RungBreaker;
  readonly #chat: Chat;
  #ability: Promise<Result<ModelAbility, Fault>> | null = null;

  constructor(wish: LadderWish, place: Place) {
    this.model = place.model;
    this.#wish = wish;
    this.#place = place;
    this.#breaker = rungBreaker(wish.monotonicClock);
    this.#chat = ollamaChat({ url: wish.url, model: place.model, fetch: wish.fetch });
  }

  isPaused(): boolean {
    return this.#breaker.isPaused();
  }

  /** Learnt once; asked anew after a failure that may come of it. */
  ability(): Promise<Result<ModelAbility, Fault>> {
    this.#ability ??= this.#probe();
    return this.#ability;
  }

  ask<T>(asked: ModelWish<T>, timeoutMs: number): Promise<Result<ModelSaid<T>, Fault>> {
    return this.#breaker.run(() => this.#askWithin(asked, timeoutMs), paused(this.model));
  }

  async #askWithin<T>(asked: ModelWish<T>, timeoutMs: number): Promise<Result<ModelSaid<T>, Fault>> {
    const { monotonicClock, stepsMax, replyTokensMax, digest } = this.#wish;
    using limit = limited({ ...this.#place, ...this.#wish, timeoutMs, run: asked.run.signal });
    const { signal } = limit;
    const ability = await orAborted(this.ability(), signal, () => err(givenUp(this.model, signal)));
    if (!ability.ok) return ability;
    const said = await askRung(asked, {
      ...this.#place,
      ...{ chat: this.#chat, ability: ability.value, timeoutMs, signal },
      ...{ monotonicClock, stepsMax, replyTokensMax },
      hashRequest: (request) => digest(canonicalJson(request)),
    });
    if (!said.ok && mayBeAnother.has(said.error.code)) this.#ability = null;
    return said;
  }

  async #probe(): Promise<Result<ModelAbility, Fault>> {
    const { url, fetch, replyTokensMax, logger } = this.#wish;
    using limit = limited({ ...this.#place, ...this.#wish, timeoutMs: probeMs, run: null });
    const { model } = this;
    const probed = await probeModel({ url, model, fetch, chat: this.#chat, replyTokensMax, signal: limit.signal });
    if (probed.ok) logger.info('a model was probed', { model, ...probed.value });
    else {
      this.#ability = null;
      logger.warn('a model cannot be asked', { model, code: probed.error.code, reason: probed.error.message });
    }
    return probed;
  }
}

/** Another model may stand under its name by now, or none. */
const mayBeAnother: ReadonlySet<string> = new Set(['MODEL_UNKNOWN', 'MODEL_FAILED', 'MODEL_REPLY_INVALID']);

interface LimitWish extends Place {
  readonly timers: Timers;
  readonly monotonicClock: MonotonicClock;
  readonly timeoutMs: number;
  /** Null: nobody's. */
  readonly run: AbortSignal | null;
}

/** A signal that is aborted when the time is over, when the run ends and when the ladder does, each with its fault. Nothing of it is left once it is disposed. */
function limited({
  model,
  timers,
  monotonicClock,
  timeoutMs,
  run,
  closing,
}: LimitWish): Disposable & { readonly signal: AbortSignal } {
  const limit = new AbortController();
  const startedMs = monotonicClock.nowMs();
  // Made when it is needed: an error writes down where it was made, which takes time, and most questions are answered.
  const timeout = (): FaultError => new FaultError(timedOut(model, timeoutMs));
  // The last rung's share ends in the same moment as the run.
  const isTimeOver = (): boolean => monotonicClock.nowMs() - startedMs >= timeoutMs - slackMs;
  const end = (): void => limit.abort(isTimeOver() ? timeout() : new FaultError(cancelled(model)));
  const timer = timers.after(durationMs(timeoutMs), () => limit.abort(timeout()));
  const others = [run, closing].filter((it) => it !== null);
  for (const other of others) other.addEventListener('abort', end, { once: true });
  if (others.some(({ aborted }) => aborted)) end();
  return {
    signal: limit.signal,
    [Symbol.dispose]: () => {
      timer[Symbol.dispose]();
      for (const other of others) other.removeEventListener('abort', end);
    },
  };
}
