import type { ClientOrderId } from '#shared/trading/ids.ts';

/**
 * Ids of our orders. The high-water mark of a whole block is committed before its first id is given out, so that no id is ever given
 * out twice, whatever crashes.
 */
export interface OrderIds {
  readonly installationTag: number;
  readonly next: () => ClientOrderId;
}
