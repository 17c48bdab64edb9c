import { assert } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { payloadBytesMax } from './frame-header.ts';
import { pagesMax, type Page } from './messages/page.ts';
import type { ServerMs } from './server-ms.ts';

/** What a page's members around its list may take of the frame. */
const pageReserveBytes = 256;

/** Cuts a list into parts that fit a frame each; an empty list is one empty part. */
export function splitIntoPages<Item>(list: {
  readonly revision: number;
  readonly stampMs: ServerMs;
  readonly hash: string;
  readonly items: readonly Item[];
}): readonly (Page & { readonly items: readonly Item[] })[] {
  const groups: Item[][] = [[]];
  let groupBytes = 0;
  for (const item of list.items) {
    const itemBytes = new TextEncoder().encode(JSON.stringify(item)).length + 1;
    if (groupBytes + itemBytes > payloadBytesMax - pageReserveBytes) {
      groups.push([]);
      groupBytes = 0;
    }
    groups.at(-1)?.push(item);
    groupBytes += itemBytes;
  }
  const parts = groups.length;
  assert(parts <= pagesMax, `a list has at most ${pagesMax} pages, not ${parts}`);
  const { revision, stampMs, hash } = list;
  const count = list.items.length;
  return groups.map((items, index) => ({ revision, part: index + 1, parts, count, hash, stampMs, items }));
}

/** Puts the parts of a list together. A first part begins anew; a part out of turn, and a list that is not whole, is FRAME_PAYLOAD. */
export class PageAssembler<Item> {
  #items: Item[] = [];
  #last: Page | null = null;

  /** The whole list once its last part is there, else null. */
  accept(page: Page, items: readonly Item[]): Result<readonly Item[] | null, Fault> {
    if (page.part === 1) this.#items = [];
    else if (!isNext(this.#last, page)) return err(outOfTurn(page));
    this.#items.push(...items);
    this.#last = page.part < page.parts ? page : null;
    if (this.#last !== null) return ok(null);
    return this.#items.length === page.count ? ok(this.#items) : err(notWhole(page, this.#items.length));
  }
}

const isNext = (last: Page | null, page: Page): boolean =>
  last?.revision === page.revision &&
  last.parts === page.parts &&
  last.count === page.count &&
  last.part + 1 === page.part;

const notWhole = ({ revision, count }: Page, found: number): Fault =>
  fault('FRAME_PAYLOAD', `A list of ${count} came with ${found}.`, { revision, count, found });

const outOfTurn = ({ revision, part, parts }: Page): Fault =>
  fault('FRAME_PAYLOAD', `Part ${part} of ${parts} of a list came out of turn.`, { revision, part, parts });
