import type { Lamp } from '#shared/contract/lamp.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { Desk } from './desk.ts';
import type { AgentTerms } from './engine-dependencies.ts';
import type { EngineState } from './engine-state.ts';
import type { LiveMarket } from './live-market.ts';

type Light = Omit<Lamp, 'changedAtUtcMs'>;

/** One lamp for each thing that the trader has to be able to rely on. Words are the window's; values stand in `detail`. */
export function lampsOf({
  state,
  market,
  desk,
  marketNowUtcMs,
  quoteAgeMsMax,
  programVersion,
  agents,
}: {
  readonly state: EngineState;
  readonly market: LiveMarket;
  readonly desk: Pick<Desk, 'asked' | 'answeredBy'>;
  readonly marketNowUtcMs: UtcMs | null;
  /** Of market time; risk denies an entry on an older quote. */
  readonly quoteAgeMsMax: number;
  readonly programVersion: string;
  readonly agents: Pick<AgentTerms, 'asks'>;
}): readonly Light[] {
  return [
    terminalLamp(state, market, programVersion),
    pipeLamp(state, market),
    marketLamp({ market, isConnected: state.isConnected, now: marketNowUtcMs, quoteAgeMsMax }),
    riskLamp(state),
    storesLamp(market),
    memoryLamp(market),
    modelLamp(desk, agents),
    clockLamp(market, marketNowUtcMs),
  ];
}

/** `stopsSet` tells how many positions bear a stop at the broker, of how many. */
function riskLamp({ positions, stopWatches, stopAlarm, overRisks }: EngineState): Light {
  if (stopAlarm !== null) return { name: 'risk', level: 'fault', code: 'stopNotSet', detail: stopAlarm.symbol };
  const watched = positions.filter(({ positionId }) => positionId in stopWatches);
  if (watched.length > 0) return { name: 'risk', level: 'fault', code: 'stopBeingSet', detail: symbolsOf(watched) };
  const unstopped = positions.filter(({ stop }) => stop === null);
  if (unstopped.length > 0) return { name: 'risk', level: 'fault', code: 'unstopped', detail: symbolsOf(unstopped) };
  const over = Object.values(overRisks);
  if (over.length > 0) return { name: 'risk', level: 'warning', code: 'overRisk', detail: symbolsOf(over) };
  return { name: 'risk', level: 'ok', code: 'stopsSet', detail: `${positions.length}/${positions.length}` };
}

const symbolsOf = (those: readonly { readonly symbol: string }[]): string =>
  [...new Set(those.map(({ symbol }) => symbol))].join(' ');

function storesLamp({ dataHealth: { storeFault } }: LiveMarket): Light {
  if (storeFault !== null) return { name: 'stores', level: 'fault', code: 'unwritable', detail: storeFault.code };
  return { name: 'stores', level: 'ok', code: 'open', detail: '' };
}

/** A rung down is a warning: what is asked for is answered from below, as of the same moment. `detail` names who answers. */
function memoryLamp({ dataHealth: { projections } }: LiveMarket): Light {
  const namesOf = (answering: typeof projections): string => answering.map(({ adapter }) => adapter).join(', ');
  const down = projections.filter(({ adapter, wanted }) => adapter !== wanted);
  if (down.some(({ faultCode }) => faultCode !== null))
    return { name: 'memory', level: 'warning', code: 'rungDown', detail: namesOf(down) };
  if (down.length > 0) return { name: 'memory', level: 'warning', code: 'behind', detail: namesOf(down) };
  const deadLetters = projections.reduce((sum, projection) => sum + projection.deadLetters, 0);
  if (deadLetters > 0) return { name: 'memory', level: 'warning', code: 'deadLetters', detail: String(deadLetters) };
  return { name: 'memory', level: 'ok', code: 'inStep', detail: namesOf(projections) };
}

/** Of models by who answered last: before the first answer it is the rules that speak. `detail` names the model, or the fault. */
function modelLamp(
  { asked, answeredBy }: Pick<Desk, 'asked' | 'answeredBy'>,
  { asks }: Pick<AgentTerms, 'asks'>,
): Light {
  if (asks !== 'models') return { name: 'model', level: 'warning', code: 'rulesOnly', detail: '' };
  if (asked.size > 0) return { name: 'model', level: 'ok', code: 'asking', detail: '' };
  switch (answeredBy?.kind) {
    case undefined:
      return { name: 'model', level: 'warning', code: 'rulesOnly', detail: '' };
    case 'model':
      return { name: 'model', level: 'ok', code: 'modelAnswers', detail: answeredBy.model };
    case 'rules':
      return { name: 'model', level: 'warning', code: 'modelDown', detail: '' };
    case 'nobody':
      return { name: 'model', level: 'fault', code: 'modelDown', detail: answeredBy.code };
  }
}

function clockLamp({ clockCheck }: LiveMarket, now: UtcMs | null): Light {
  if (clockCheck?.kind === 'disagreed') {
    return { name: 'clock', level: 'fault', code: 'clockMismatch', detail: clockCheck.fault.message };
  }
  if (clockCheck?.kind === 'pending') return { name: 'clock', level: 'warning', code: 'clockPending', detail: '' };
  if (now === null) return { name: 'clock', level: 'warning', code: 'noData', detail: '' };
  return { name: 'clock', level: 'ok', code: 'inStep', detail: '' };
}

function terminalLamp(state: EngineState, { account, adviserVersion }: LiveMarket, programVersion: string): Light {
  if (!state.isConnected) {
    return { name: 'terminal', level: 'fault', code: 'disconnected', detail: state.disconnectFault?.code ?? '' };
  }
  if (state.differences.length > 0) {
    return { name: 'terminal', level: 'warning', code: 'differences', detail: String(state.differences.length) };
  }
  if (account?.tradeBlockedBy.includes('connection') === true) {
    return { name: 'terminal', level: 'fault', code: 'noBroker', detail: '' };
  }
  if (adviserVersion !== null && adviserVersion !== programVersion) {
    return { name: 'terminal', level: 'warning', code: 'versionSkew', detail: adviserVersion };
  }
  return { name: 'terminal', level: 'ok', code: 'connected', detail: '' };
}

function pipeLamp(state: EngineState, market: LiveMarket): Light {
  if (!state.isConnected) return { name: 'pipe', level: 'fault', code: 'disconnected', detail: '' };
  const detail = market.roundTripMs === null ? '' : `${market.roundTripMs.toFixed(1)} ms`;
  return { name: 'pipe', level: 'ok', code: 'connected', detail };
}

function marketLamp({
  market,
  isConnected,
  now,
  quoteAgeMsMax,
}: {
  readonly market: LiveMarket;
  readonly isConnected: boolean;
  readonly now: UtcMs | null;
  readonly quoteAgeMsMax: number;
}): Light {
  if (isConnected && (market.replay?.heldBy.length ?? 0) > 0) {
    return { name: 'market', level: 'warning', code: 'paused', detail: '' };
  }
  if (now === null || market.quotes.size === 0) return { name: 'market', level: 'warning', code: 'noData', detail: '' };
  // Without a session the newest quote may be young, and is not the market's any more.
  if (!isConnected) return { name: 'market', level: 'fault', code: 'disconnected', detail: '' };
  const stale = [...market.quotes.values()].filter((quote) => now - quote.occurredAtUtcMs > quoteAgeMsMax);
  if (stale.length > 0)
    return { name: 'market', level: 'warning', code: 'stale', detail: stale.map((quote) => quote.symbol).join(' ') };
  const { seriesWithHoles } = market.dataHealth;
  if (seriesWithHoles.length > 0)
    return { name: 'market', level: 'warning', code: 'holes', detail: seriesWithHoles.join(', ') };
  return { name: 'market', level: 'ok', code: 'live', detail: '' };
}
