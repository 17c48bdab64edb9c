import { assertNever } from '#shared/base/assert.ts';
import { fault } from '#shared/base/fault.ts';
import type { Answer, Analyst } from '#main/ports/analyst.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { EngineDependencies } from './engine-dependencies.ts';
import type { EngineEffect } from './engine-effect.ts';
import type { EngineInput } from './engine-input.ts';

/** Acts on the world; what it has to tell comes back as an input. */
export function performEffect(
  effect: EngineEffect,
  { gateway, replay, analyst, logger }: Pick<EngineDependencies, 'gateway' | 'replay' | 'analyst' | 'logger'>,
  accept: (input: EngineInput) => void,
): EngineInput | null {
  switch (effect.kind) {
    case 'send': {
      const wasSent = gateway.send(effect.authorized, effect.request);
      return { kind: 'orderHandedOver', id: effect.request.clientOrderId, wasSent };
    }
    case 'query':
      gateway.query(effect.id);
      return null;
    case 'refresh':
      gateway.refresh();
      return null;
    case 'setHalt':
      gateway.setHalt({ isHalted: effect.isHalted, reason: effect.reason });
      return null;
    case 'holdReplay':
      replay.hold('ticket');
      return null;
    case 'releaseReplay':
      replay.release('ticket');
      return null;
    case 'pauseReplay':
      replay.hold('trader');
      return null;
    case 'resumeReplay':
      replay.release('trader');
      return null;
    case 'stepReplay':
      replay.step();
      return null;
    case 'setReplaySpeed':
      replay.setSpeed(effect.speed);
      return null;
    case 'ask': {
      const { key, question } = effect;
      const failed = consult(analyst, logger, (it) => {
        it.ask(question, (answer) => {
          accept({ kind: 'answered', key, answer });
        });
      });
      return failed === null ? null : { kind: 'answered', key, answer: failed };
    }
    case 'tell':
      consult(analyst, logger, (it) => {
        it.tell(effect.ended);
      });
      return null;
    case 'takeUp':
      consult(analyst, logger, (it) => {
        it.takeUp(effect.standings);
      });
      return null;
    default:
      return assertNever(effect, 'engine effect');
  }
}

/** Agents are no part of what the engine has to trust: one that throws, against its port, has failed to answer and nothing more. */
function consult(analyst: Analyst | null, logger: Logger, put: (analyst: Analyst) => void): Answer | null {
  if (analyst === null) return null;
  try {
    put(analyst);
    return null;
  } catch (error) {
    logger.error('the agents failed', error);
    return {
      kind: 'fault',
      fault: fault('ANALYST_FAILED', 'The agents failed before they could answer; the rules decide.'),
    };
  }
}
