import type { DockviewApi, SerializedDockview } from 'dockview-react';

export const panelIds = [
  'chart',
  'approvals',
  'positions',
  'orders',
  'deals',
  'risk',
  'health',
  'sync',
  'memory',
  'agents',
  'scenarios',
  'watchlist',
] as const;

export type PanelId = (typeof panelIds)[number];

/** Kept under the version of the set of panels: another set starts from the default. */
const layoutKey = 'ats-layout-5';

/** Of the window's height: a run, a chain and a map of holes are read in it, too. */
const tablesShare = 0.36;

/** Chart large at the left, ticket at its right, tables below the chart, scenarios and watchlist below the ticket. */
export function layOutByDefault(dock: DockviewApi): void {
  dock.clear();
  const add = (id: PanelId, where: Parameters<DockviewApi['addPanel']>[0]['position'], size: object = {}): void => {
    dock.addPanel({ id, component: id, title: id, ...(where === undefined ? {} : { position: where }), ...size });
  };
  add('chart', undefined);
  add('approvals', { referencePanel: 'chart', direction: 'right' }, { initialWidth: 372 });
  const tablesHeight = Math.max(230, Math.round(dock.height * tablesShare));
  add('positions', { referencePanel: 'chart', direction: 'below' }, { initialHeight: tablesHeight });
  add('orders', { referencePanel: 'positions', direction: 'within' }, { inactive: true });
  add('deals', { referencePanel: 'positions', direction: 'within' }, { inactive: true });
  add('risk', { referencePanel: 'positions', direction: 'within' }, { inactive: true });
  add('health', { referencePanel: 'positions', direction: 'within' }, { inactive: true });
  add('sync', { referencePanel: 'positions', direction: 'within' }, { inactive: true });
  add('memory', { referencePanel: 'positions', direction: 'within' }, { inactive: true });
  add('agents', { referencePanel: 'positions', direction: 'within' }, { inactive: true });
  add('scenarios', { referencePanel: 'approvals', direction: 'below' }, { initialHeight: 230 });
  add('watchlist', { referencePanel: 'scenarios', direction: 'within' }, { inactive: true });
}

/** Puts the panels where they were left; where nothing usable was kept, where they belong. */
export function restoreLayout(dock: DockviewApi): void {
  const kept = window.localStorage.getItem(layoutKey);
  if (kept === null || !tryLayout(dock, kept)) layOutByDefault(dock);
}

export const keepLayout = (dock: DockviewApi): void =>
  window.localStorage.setItem(layoutKey, JSON.stringify(dock.toJSON()));

/** A layout is the browser's, and may be anything: one that cannot be drawn, or lacks a panel, is left. */
function tryLayout(dock: DockviewApi, kept: string): boolean {
  try {
    dock.fromJSON(JSON.parse(kept) as SerializedDockview);
    return panelIds.every((id) => dock.getPanel(id) !== undefined);
  } catch (cause) {
    // eslint-disable-next-line no-console -- the window has no log of its own; this is for whoever opens its developer tools
    console.warn('the layout that was kept cannot be drawn', cause);
    return false;
  }
}
