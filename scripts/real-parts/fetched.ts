/** What came of fetching a part: where it lies now, or exactly what failed. */
export type Fetched =
  { readonly kind: 'ready'; readonly where: string } | { readonly kind: 'failed'; readonly reason: string };
