/** What becomes of the transactions that the terminal tells its programs; MT5 promises neither that all come nor their order. */
export type TransactionFault = 'none' | 'lost' | 'requestsLost' | 'duplicated' | 'reversed';

/** The news that programs are told, of those that there are, in the order in which they are told. */
export function afterFault<News>(news: readonly News[], fault: TransactionFault): readonly News[] {
  switch (fault) {
    case 'lost':
      return [];
    case 'duplicated':
      return news.flatMap((it) => [it, it]);
    case 'reversed':
      return news.toReversed();
    case 'none':
    case 'requestsLost':
      return news;
  }
}

export const isAnswerLost = (fault: TransactionFault): boolean => fault === 'lost' || fault === 'requestsLost';
