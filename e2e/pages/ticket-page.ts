import type { Locator, Page } from '@playwright/test';

/** The ticket that is in front. */
export class TicketPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get card(): Locator {
    return this.#page.getByRole('article');
  }

  get approve(): Locator {
    return this.card.getByRole('button', { name: 'Approve' });
  }

  get reject(): Locator {
    return this.card.getByRole('button', { name: 'Reject' });
  }

  get modify(): Locator {
    return this.card.getByRole('button', { name: 'Modify…' });
  }

  get askAnew(): Locator {
    return this.card.getByRole('button', { name: 'Ask again at the price now' });
  }

  /** What the trader can do with it. */
  get actions(): Locator {
    return this.card.locator('.ticket-actions');
  }

  verdict(agent: string): Locator {
    return this.card.getByRole('group', { name: agent });
  }

  /** What stands under a title of its own. */
  part(title: string): Locator {
    return this.card.getByRole('region', { name: title });
  }

  get reason(): Locator {
    return this.card.getByRole('textbox', { name: 'Reason to reject' });
  }

  quickReason(name: string): Locator {
    return this.card.getByRole('group', { name: 'Usual reasons' }).getByRole('button', { name });
  }

  get countdown(): Locator {
    return this.card.getByRole('timer');
  }

  /** What was answered, or what is under way. */
  get state(): Locator {
    return this.card.locator('.ticket-actions .notice');
  }

  detail(label: string): Locator {
    return this.card.locator('.detail', { has: this.#page.getByText(label, { exact: true }) }).locator('dd');
  }

  get filters(): Locator {
    return this.card.getByRole('table', { name: 'Filters' }).locator('tbody tr');
  }

  get ended(): Locator {
    return this.#page.getByRole('region', { name: 'Earlier tickets' }).getByRole('listitem');
  }
}
