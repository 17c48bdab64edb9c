import type { Locator, Page } from '@playwright/test';

/** The panel of limits, governance, and what a person has to look at. */
export class RiskPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get panel(): Locator {
    return this.#page.locator('[data-panel="risk"]');
  }

  get alert(): Locator {
    return this.panel.getByRole('alert');
  }

  get reason(): Locator {
    return this.panel.getByRole('textbox');
  }

  section(title: string): Locator {
    return this.panel.getByRole('region', { name: title });
  }

  limit(code: string): Locator {
    return this.panel.locator(`[data-limit="${code}"]`);
  }

  button(name: string): Locator {
    return this.panel.getByRole('button', { name, exact: true });
  }
}
