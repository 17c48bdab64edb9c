import {
  DockviewReact,
  type DockviewApi,
  type DockviewReadyEvent,
  type DockviewTheme,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react';
import 'dockview-react/dist/styles/dockview.css';
import { useEffect, useMemo, useRef, useState, type FunctionComponent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AgentsPanel } from '../agents/agents-panel.tsx';
import { ApprovalsPanel } from '../approvals/approvals-panel.tsx';
import { ChartPanel } from '../charts/chart-panel.tsx';
import type { RiskView } from '#shared/contract/risk-view.ts';
import type { Position } from '#shared/trading/position.ts';
import { troubleCount } from '#shared/contract/sync-trouble.ts';
import { useReplica, useSync } from '../stream/cockpit-context.ts';
import { MemoryPanel } from '../memory/memory-panel.tsx';
import { RiskPanel } from '../risk/risk-panel.tsx';
import { places, type Place } from '../stream/places.ts';
import { selection } from '../stream/selection.ts';
import { HealthPanel } from '../sync/health-panel.tsx';
import { SyncPanel } from '../sync/sync-panel.tsx';
import { DealsPanel } from '../trades/deals-panel.tsx';
import { OrdersPanel } from '../trades/orders-panel.tsx';
import { PositionsPanel } from '../trades/positions-panel.tsx';
import { ScenariosPanel } from '../watchlist/scenarios-panel.tsx';
import { WatchlistPanel } from '../watchlist/watchlist-panel.tsx';
import { keepLayout, panelIds, restoreLayout, type PanelId } from './layout.ts';
import { PanelFrame } from './panel-frame.tsx';
import './workspace.css';

const contents: Readonly<Record<PanelId, FunctionComponent>> = {
  chart: ChartPanel,
  approvals: ApprovalsPanel,
  positions: PositionsPanel,
  orders: OrdersPanel,
  deals: DealsPanel,
  risk: RiskPanel,
  health: HealthPanel,
  sync: SyncPanel,
  memory: MemoryPanel,
  agents: AgentsPanel,
  scenarios: ScenariosPanel,
  watchlist: WatchlistPanel,
};

const components: Record<string, FunctionComponent<IDockviewPanelProps>> = Object.fromEntries(
  panelIds.map((id) => {
    const Content = contents[id];
    return [
      id,
      () => (
        <PanelFrame id={id}>
          <Content />
        </PanelFrame>
      ),
    ];
  }),
);

/** The theme's own colours: see `workspace.css`. */
const theme: DockviewTheme = { name: 'ats', className: 'dock-theme', dndTabIndicator: 'line' };

/** The panels, docked as the trader likes them. */
export function Workspace({ onReady }: { readonly onReady: (dock: DockviewApi) => void }): ReactNode {
  const [dock, setDock] = useState<DockviewApi | null>(null);
  useTitles(dock);
  useTicketsInFront(dock);
  useJumpsInSight(dock);
  usePlacesInSight(dock);
  const start = ({ api }: DockviewReadyEvent): void => {
    restoreLayout(api);
    api.onDidLayoutChange(() => keepLayout(api));
    setDock(api);
    onReady(api);
  };
  return (
    <DockviewReact
      className="workspace"
      theme={theme}
      components={components}
      defaultTabComponent={Tab}
      disableFloatingGroups
      announcements={false}
      onReady={start}
    />
  );
}

/** Panels cannot be closed, only moved: each of them says something that a trader must not lose by a slip of the hand. */
function Tab({ api }: IDockviewPanelHeaderProps): ReactNode {
  const { t } = useTranslation();
  const id = api.id as PanelId;
  return (
    <span className="workspace-tab">
      {t(`panel.${id}`)} <Count id={id} />
    </span>
  );
}

function Count({ id }: { readonly id: PanelId }): ReactNode {
  const count = useCounts()[id];
  return count === undefined ? null : <span className="workspace-count">{count}</span>;
}

/** What a panel that is not in front must not keep to itself. */
function useCounts(): Readonly<Partial<Record<PanelId, number>>> {
  const counts = useReplica(({ approvals, positions, brokerOrders, differences, risk, questions }) => ({
    ...(approvals.length > 0 && { approvals: approvals.length }),
    ...(questions.length > 0 && { agents: questions.length }),
    ...(positions.length > 0 && { positions: positions.length }),
    ...(brokerOrders.length > 0 && { orders: brokerOrders.length }),
    ...(toBeLookedAt(positions, risk) > 0 && { risk: toBeLookedAt(positions, risk) }),
    ...(differences.length > 0 && { health: differences.length }),
  }));
  const troubled = useSync(({ health }) => troubleCount(health)) ?? 0;
  return useMemo(() => ({ ...counts, ...(troubled > 0 && { sync: troubled }) }), [counts, troubled]);
}

/** Positions whose stop or whose risk is not what it has to be. */
function toBeLookedAt(
  positions: readonly Position[],
  { overRisks, stopWatches }: Pick<RiskView, 'overRisks' | 'stopWatches'>,
): number {
  const unstopped = positions.filter(({ stop }) => stop === null);
  return new Set([...unstopped, ...overRisks, ...stopWatches].map(({ positionId }) => positionId)).size;
}

/** Titles are what the dock calls tabs and groups by; they follow the language and the counts. */
function useTitles(dock: DockviewApi | null): void {
  const { t } = useTranslation();
  const counts = useCounts();
  useEffect(() => {
    if (dock === null) return;
    const name = (): void => {
      for (const id of panelIds) {
        const panel = dock.getPanel(id);
        const title = `${t(`panel.${id}`)} ${counts[id] ?? ''}`.trim();
        if (panel !== undefined && panel.title !== title) panel.api.setTitle(title);
      }
    };
    name();
    const listening = dock.onDidAddPanel(name);
    return () => listening.dispose();
  }, [dock, t, counts]);
}

/** A ticket that opens comes to the front, without taking the focus from where the trader types; one that ends leaves all as it is. */
function useTicketsInFront(dock: DockviewApi | null): void {
  const waiting = useReplica(({ approvals }) => approvals.map(({ ticket }) => ticket.approvalId));
  const seen = useRef<typeof waiting>(null);
  useEffect(() => {
    if (dock === null || waiting === null) return;
    const hasOpened = waiting.some((approvalId) => seen.current?.includes(approvalId) !== true);
    seen.current = waiting;
    if (hasOpened) dock.getPanel('approvals')?.api.setActive();
  }, [dock, waiting]);
}

/** A place that is asked for comes to the front. */
function usePlacesInSight(dock: DockviewApi | null): void {
  useEffect(
    () =>
      places.subscribe(({ asked }) => {
        if (asked !== null) dock?.getPanel(panelOf[asked.kind])?.api.setActive();
      }),
    [dock],
  );
}

const panelOf: Readonly<Record<Place['kind'], PanelId>> = { chain: 'memory', run: 'agents' };

/** A jump to a bar can be seen: the chart comes to the front where another panel lies over it. */
function useJumpsInSight(dock: DockviewApi | null): void {
  useEffect(
    () =>
      selection.subscribe(({ jump }, before) => {
        const chart = dock?.getPanel('chart')?.api;
        if (jump !== null && jump !== before.jump && chart?.isVisible === false) chart.setActive();
      }),
    [dock],
  );
}
