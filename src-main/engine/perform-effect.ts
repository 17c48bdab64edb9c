import { assertNever } from '#shared/base/assert.ts';
import type { EngineDependencies } from './engine-dependencies.ts';
import type { EngineEffect } from './engine-effect.ts';
import type { EngineInput } from './engine-input.ts';

/** Acts on the world; what it has to tell comes back as an input. */
export function performEffect(
  effect: EngineEffect,
  { gateway, replay }: Pick<EngineDependencies, 'gateway' | 'replay'>,
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
    default:
      return assertNever(effect, 'engine effect');
  }
}
