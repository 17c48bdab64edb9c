import type { Locator, Page } from '@playwright/test';

/** The strip that is always visible. */
export class StripPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get all(): Locator {
    return this.#page.locator('.cockpit-strip');
  }

  get mode(): Locator {
    return this.#page.locator('.mode-badge');
  }

  figure(label: string): Locator {
    return this.#page.locator('.figure', { has: this.#page.getByText(label, { exact: true }) }).locator('dd');
  }

  lamp(name: string): Locator {
    return this.all.locator('.lamp', { hasText: name });
  }

  get tradingState(): Locator {
    return this.#page.locator('.trading-state-now');
  }

  get reason(): Locator {
    return this.#page.getByRole('group', { name: 'Trading state' }).getByRole('textbox');
  }

  get halt(): Locator {
    return this.#page.getByRole('button', { name: 'HALT' });
  }

  get resume(): Locator {
    return this.#page.getByRole('button', { name: 'Resume' });
  }

  get flatten(): Locator {
    return this.#page.getByRole('button', { name: 'FLATTEN' });
  }

  /** What is being closed while a flatten is under way. */
  get flattening(): Locator {
    return this.#page.locator('.flattening-now');
  }

  get ticketsWaiting(): Locator {
    return this.#page.locator('.approvals-chip');
  }

  get messages(): Locator {
    return this.#page.getByRole('button', { name: /Messages/ });
  }

  /** Those in the open tray that say something. */
  messagesTold(text: string): Locator {
    return this.#page.getByRole('dialog').getByRole('listitem').filter({ hasText: text });
  }

  get newestMessage(): Locator {
    return this.#page.locator('.message-newest');
  }

  language(code: 'EN' | 'RU'): Locator {
    return this.#page.getByRole('radio', { name: code, exact: true });
  }

  get theme(): Locator {
    return this.#page.getByRole('button', { name: /theme/ });
  }

  get help(): Locator {
    return this.#page.getByRole('button', { name: 'Keys and about' });
  }
}
