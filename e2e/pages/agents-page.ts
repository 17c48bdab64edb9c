import type { Locator, Page } from '@playwright/test';

/** The panel of the agents: runs, lessons, and what held a trade back. */
export class AgentsPage {
  readonly #page: Page;
  readonly panel: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.panel = page.locator('[data-panel="agents"]');
  }

  async show(view: 'Runs' | 'Lessons' | 'Why not'): Promise<void> {
    await this.#page.getByRole('tab', { name: 'Agents' }).click();
    await this.panel.getByRole('radio', { name: view }).check();
  }

  get runs(): Locator {
    return this.panel.getByRole('region', { name: 'Runs' }).getByRole('listitem');
  }

  filter(name: string): Locator {
    return this.panel.getByRole('combobox', { name });
  }

  /** The run that is shown. */
  get run(): Locator {
    return this.panel.getByRole('article');
  }

  /** The part of the run that an agent has. */
  part(name: string): Locator {
    return this.run.getByRole('region', { name, exact: true }).first();
  }

  get words(): Locator {
    return this.run.getByLabel('Words of gpt-oss:120b-cloud as they come');
  }

  get evidence(): Locator {
    return this.#page.getByRole('region', { name: 'The record behind the number' });
  }

  get lessons(): Locator {
    return this.panel.getByRole('article');
  }
}
