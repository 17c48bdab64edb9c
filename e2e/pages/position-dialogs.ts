import type { Locator, Page } from '@playwright/test';

/** The dialogs behind a position's row: closing it or a part of it, and moving its stop and target. */
export class PositionDialogs {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async askToClose(symbol: string): Promise<void> {
    await this.#page.getByRole('button', { name: `Close the position in ${symbol}` }).click();
  }

  async askToMove(symbol: string): Promise<void> {
    await this.#page.getByRole('button', { name: `Stops of ${symbol}` }).click();
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog');
  }

  get refusal(): Locator {
    return this.dialog.getByRole('alert');
  }

  /** Why it cannot be sent as it is typed. */
  get issue(): Locator {
    return this.dialog.getByRole('status');
  }

  field(name: 'Volume to close' | 'Stop loss' | 'Take profit'): Locator {
    return this.dialog.getByRole('textbox', { name });
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name, exact: true });
  }

  figure(label: string): Locator {
    return this.dialog.locator('.detail', { has: this.#page.getByText(label, { exact: true }) }).locator('dd');
  }

  /** A row of the table of levels, as its cells: price, points from the price, money there. */
  level(name: 'S/L now' | 'S/L new' | 'T/P now' | 'T/P new'): Locator {
    return this.dialog.getByRole('row', { name: new RegExp(`^${name}`) }).getByRole('cell');
  }

  get acceptance(): Locator {
    return this.dialog.getByRole('checkbox', { name: 'I accept the greater loss' });
  }
}
