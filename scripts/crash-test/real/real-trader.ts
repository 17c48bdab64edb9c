import { setTimeout as sleep } from 'node:timers/promises';
import { ORPCError } from '@orpc/client';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import type { CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import { askEngine } from '#main/wiring/ask-engine.ts';
import { tradersWish, type TradersWish } from '../traders-wish.ts';

/** He looks up so often where things change faster. */
const lookMs = 50;

/**
 * The trader before a cockpit that is a process: sees what the contract shows, and speaks by it. He sits down before each life of the cockpit
 * anew, and knows nothing of the one before.
 */
export class RealTrader {
  readonly #onSpeaking: (wish: TradersWish) => void;
  readonly #patienceMs: number;
  readonly #firstSeenMs = new Map<string, number>();
  #shown: CockpitSnapshot | null = null;
  #hasSeenUnknown = false;

  /** `patienceMs` is for how long he lets a position run; `onSpeaking` is told what he is about to say. */
  constructor(it: { readonly patienceMs: number; readonly onSpeaking: (wish: TradersWish) => void }) {
    this.#patienceMs = it.patienceMs;
    this.#onSpeaking = it.onSpeaking;
  }

  /** What he saw last; null while no cockpit is there. */
  get shown(): CockpitSnapshot | null {
    return this.#shown;
  }

  /** Whether he was ever told that nobody knows what became of an order. */
  get hasSeenUnknown(): boolean {
    return this.#hasSeenUnknown;
  }

  /** Until that life of the cockpit ends; the code of the fault by which he learns it. */
  async sitBefore(folder: string): Promise<FaultCode> {
    const left = await askEngine(folder, (client) => this.#watch(client));
    this.#shown = null;
    return left.ok ? 'ENGINE_NOT_RUNNING' : left.error.code;
  }

  async #watch(client: ContractClient): Promise<void> {
    const subscriptionId = 'the-trader';
    for await (const { sequence } of await client.cockpit.changed({ subscriptionId })) {
      const shown = await client.cockpit.snapshot();
      this.#shown = shown;
      this.#hasSeenUnknown ||= shown.orders.some(({ status }) => status === 'unknown');
      const wish = this.#isPatient(shown) ? null : tradersWish(shown);
      if (wish !== null) await this.#say(client, wish);
      await sleep(lookMs);
      await client.cockpit.acknowledge({ subscriptionId, sequence });
    }
  }

  /** Whether all that is open may run on. */
  #isPatient({ approvals, positions }: CockpitSnapshot): boolean {
    const nowMs = performance.now();
    for (const { positionId } of positions)
      if (!this.#firstSeenMs.has(positionId)) this.#firstSeenMs.set(positionId, nowMs);
    const isYoung = ({ positionId }: { readonly positionId: string }): boolean =>
      nowMs - (this.#firstSeenMs.get(positionId) ?? nowMs) < this.#patienceMs;
    return approvals.length === 0 && positions.every(isYoung);
  }

  async #say(client: ContractClient, wish: TradersWish): Promise<void> {
    this.#onSpeaking(wish);
    try {
      if (wish.kind === 'close') await client.position.close({ positionId: wish.position.positionId });
      else await client.approval.approve({ approvalId: wish.ticket.approvalId, parameters: wish.ticket.parameters });
    } catch (error) {
      // The engine says no: what he sees next tells him why. All else is for `askEngine`.
      if (!(error instanceof ORPCError && error.code === 'REFUSED')) throw error;
    }
  }
}
