import { setTimeout as sleep } from 'node:timers/promises';
import { assert } from '#shared/base/assert.ts';
import type { AgentRunNews } from '#shared/contract/agents.ts';
import type { AgentRunSummary } from '#shared/agent/agent-run.ts';
import type { CockpitSnapshot, OpenApproval } from '#shared/contract/cockpit-snapshot.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { DecisionId } from '#shared/trading/ids.ts';
import { hasEnded } from '#shared/trading/order.ts';
import { askEngine } from '#main/wiring/ask-engine.ts';

export interface DeskEars {
  readonly onNews: (news: AgentRunNews) => void;
  /** A ticket is on the screen; whether it is to be approved now. */
  readonly mayApprove: (open: OpenApproval) => boolean;
  readonly onApproving: () => void;
  readonly note: (what: string) => void;
}

/** What the trader sees of a trade that has run its course, or of an order that never was. */
export interface Seen {
  readonly shown: CockpitSnapshot;
  readonly lessons: number;
  readonly runs: readonly AgentRunSummary[];
}

/** He looks up so often. */
const lookMs = 40;

/** While a position is open: a decision every second. */
const patientSpeed = 300;

const runsMax = 200;

/**
 * The trader before an engine that is a process: approves the ticket that he sees, lets the market go on until the agents look after the position, takes
 * what they propose, and waits for what the trade teaches. He sits down again whenever an engine answers, and knows of an earlier life only what he said.
 */
export class AgentDesk {
  readonly #folder: string;
  readonly #ears: DeskEars;
  readonly #managing = new Set<string>();
  /** Of the first ticket that he saw: he trades it alone. */
  #decisionId: DecisionId | null = null;
  /** Tickets whose approval was acknowledged, and proposals that were taken. */
  readonly #settled = new Set<string>();
  #seen: Seen | null = null;

  constructor(folder: string, ears: DeskEars) {
    this.#folder = folder;
    this.#ears = ears;
  }

  /** Null while no engine answers. */
  get seen(): Seen | null {
    return this.#seen;
  }

  /** Until he is told to go. @throws where several tickets of one intent wait. */
  async sit(until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      this.#managing.clear();
      const left = await askEngine(this.#folder, (client) =>
        Promise.race([this.#follow(client), this.#attend(client, until)]),
      );
      this.#seen = null;
      if (!left.ok && left.error.code !== 'ENGINE_NOT_RUNNING')
        this.#ears.note(`refused: ${left.error.code} ${left.error.message}`);
      await sleep(lookMs);
    }
  }

  async #follow(client: ContractClient): Promise<void> {
    const subscriptionId = 'the-trader-s-agents';
    for await (const batch of await client.agents.changed({ subscriptionId })) {
      for (const news of batch.kind === 'news' ? batch.news : []) {
        if (news.kind === 'runChanged') this.#hearRun(news.summary);
        this.#ears.onNews(news);
      }
      await client.agents.acknowledge({ subscriptionId, sequence: batch.sequence });
    }
  }

  #hearRun({ runId, kind, state }: AgentRunSummary): void {
    if (kind !== 'manage') return;
    if (state === 'running') this.#managing.add(runId);
    else this.#managing.delete(runId);
  }

  async #attend(client: ContractClient, until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      const shown = await client.cockpit.snapshot();
      const lessons = await client.agents.lessons({ beforeUtcMs: null, limit: 10 });
      // Asked for sooner, the record of a run would be on the disk because somebody looks.
      const runs = isSettled(shown, lessons.length) ? await client.agents.runs({ limit: runsMax }) : [];
      this.#seen = { shown, lessons: lessons.length, runs };
      const intents = shown.approvals.map(({ ticket }) => ticket.intent.intentId);
      assert(new Set(intents).size === intents.length, () => `one intent has several tickets: ${intents.join(', ')}`);
      await this.#act(client, shown);
      await sleep(lookMs);
    }
  }

  /** One thing at a time, and only what the market's standing still allows. */
  async #act(client: ContractClient, shown: CockpitSnapshot): Promise<void> {
    const isHeld = shown.replay?.heldBy.includes('trader') ?? false;
    const [open] = shown.approvals;
    const [proposal] = shown.proposals;
    const [position] = shown.positions;
    const isPlayed = position === undefined ? !hasOrdered(shown) : !this.#isLookedAfter(shown);
    if (shown.replay !== null && isHeld === (open === undefined && isPlayed)) {
      if (!isHeld) {
        await client.replay.pause();
        return;
      }
      if (position !== undefined) await client.replay.setSpeed({ speed: patientSpeed });
      await client.replay.resume();
      return;
    }
    const isConnected = shown.tradingState.state === 'active';
    if (open !== undefined && isConnected) {
      this.#decisionId ??= open.ticket.intent.decisionId;
      if (open.ticket.intent.decisionId !== this.#decisionId) await this.#reject(client, open);
      else if (this.#ears.mayApprove(open)) await this.#approve(client, open);
      return;
    }
    if (isConnected && proposal !== undefined && position !== undefined && !this.#settled.has(proposal.proposalId)) {
      this.#ears.note(`takes ${proposal.proposalId}`);
      await client.agents.takeProposal({ proposalId: proposal.proposalId });
      this.#settled.add(proposal.proposalId);
    }
  }

  #isLookedAfter({ proposals }: CockpitSnapshot): boolean {
    return this.#managing.size > 0 || proposals.length > 0;
  }

  /** The market may have gone on to another setup before he looked up. */
  async #reject(client: ContractClient, { ticket: { approvalId } }: OpenApproval): Promise<void> {
    this.#ears.note(`rejects ${approvalId}`);
    await client.approval.reject({ approvalId, reason: 'one trade is what is looked at' });
  }

  /** Once for each ticket: one whose yes was heard and that waits again is none of his. */
  async #approve(client: ContractClient, { ticket: { approvalId, parameters } }: OpenApproval): Promise<void> {
    if (this.#settled.has(approvalId)) return;
    this.#ears.note(`approves ${approvalId}`);
    this.#ears.onApproving();
    await client.approval.approve({ approvalId, parameters });
    this.#settled.add(approvalId);
  }
}

/** From then on the market stands still, but for a position that is to be looked after. */
const hasOrdered = ({ orders }: CockpitSnapshot): boolean => orders.some(({ request }) => request.kind === 'entry');

/** Nothing is under way any more: what the trade taught is there, or its order is known not to have been filled. */
export const isOver = ({ shown, lessons, runs }: Seen): boolean =>
  isSettled(shown, lessons) && !runs.some(({ state }) => state === 'running' || state === 'waiting');

function isSettled({ orders, approvals, positions }: CockpitSnapshot, lessons: number): boolean {
  const entry = orders.find(({ request }) => request.kind === 'entry');
  if (entry === undefined || approvals.length > 0 || positions.length > 0) return false;
  const isTaught = lessons > 0 || (hasEnded(entry.status) && entry.status !== 'filled');
  return isTaught && orders.every(({ status }) => hasEnded(status));
}
