import type { Locator, Page } from '@playwright/test';
import { PositionDialogs } from './position-dialogs.ts';
import { RiskPage } from './risk-page.ts';
import { StripPage } from './strip-page.ts';
import { AgentsPage } from './agents-page.ts';
import { TicketPage } from './ticket-page.ts';

/** The window as a trader finds his way in it: by names, roles and what is written on things. Names are English unless a spec switches. */
export class CockpitPage {
  readonly page: Page;
  readonly strip: StripPage;
  readonly ticket: TicketPage;
  readonly agents: AgentsPage;
  readonly position: PositionDialogs;
  readonly risk: RiskPage;
  /** What the page's own policy refused; stays empty. */
  readonly violations: string[] = [];

  constructor(page: Page) {
    this.page = page;
    this.strip = new StripPage(page);
    this.ticket = new TicketPage(page);
    this.agents = new AgentsPage(page);
    this.position = new PositionDialogs(page);
    this.risk = new RiskPage(page);
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) this.violations.push(message.text());
    });
    page.on('pageerror', (error) => this.violations.push(String(error)));
  }

  /** Opens the address and waits until the cockpit is drawn. */
  async goto(url: string): Promise<void> {
    await this.page.goto(url);
    await this.strip.mode.waitFor();
  }

  panel(
    name:
      | 'chart'
      | 'approvals'
      | 'positions'
      | 'orders'
      | 'deals'
      | 'risk'
      | 'health'
      | 'sync'
      | 'memory'
      | 'agents'
      | 'scenarios'
      | 'watchlist',
  ): Locator {
    return this.page.locator(`[data-panel="${name}"]`);
  }

  /** Brings a panel to the front by its tab. */
  async show(title: string): Promise<void> {
    await this.page.getByRole('tab', { name: title }).click();
  }

  row(panel: Locator, id: string): Locator {
    return panel.locator(`[data-row="${id}"]`);
  }

  cell(row: Locator, column: string): Locator {
    return row.locator(`[data-column="${column}"]`);
  }

  get banner(): Locator {
    return this.page.getByRole('alert').filter({ hasText: 'DISCONNECTED' });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }
}
