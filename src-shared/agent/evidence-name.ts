/**
 * How evidence is named: by these its id is read, the first that fits. `{word}` stands for what is told apart within the kind and holds no slash, `{word*}`
 * for a record's name, which may.
 */
const patterns = {
  signalReference: 'filter:signal/reference',
  signalStop: 'filter:signal/stop',
  signalTarget: 'filter:signal/target',
  signalTargetR: 'filter:signal/targetR',
  signalRatio: 'filter:signal/ratio',
  filterThreshold: 'filter:{filter}/threshold',
  filter: 'filter:{filter}',
  feature: 'feature:{timeframe}/{feature}',
  regime: 'regime:{timeframe}',
  barClose: 'bar:{timeframe}/close',
  barsOpen: 'bar:{timeframe}/last{count}/open',
  barsHigh: 'bar:{timeframe}/last{count}/high',
  barsLow: 'bar:{timeframe}/last{count}/low',
  barsClose: 'bar:{timeframe}/last{count}/close',
  barsUp: 'bar:{timeframe}/last{count}/up',
  barsMeanRange: 'bar:{timeframe}/last{count}/meanRange',
  barsMeanVolume: 'bar:{timeframe}/last{count}/meanVolume',
  barBackOpen: 'bar:{timeframe}/back{ago}/open',
  barBackHigh: 'bar:{timeframe}/back{ago}/high',
  barBackLow: 'bar:{timeframe}/back{ago}/low',
  barBackClose: 'bar:{timeframe}/back{ago}/close',
  symbol: 'instrument:symbol',
  bid: 'quote:bid',
  ask: 'quote:ask',
  spreadPoints: 'quote:spreadPoints',
  spreadAtr: 'quote:spreadAtr',
  usualSpreadPoints: 'session:usualSpreadPoints',
  isOpen: 'session:isOpen',
  minutesToClose: 'session:minutesToClose',
  minutesToRollover: 'session:minutesToRollover',
  minutesToWeekend: 'session:minutesToWeekend',
  similarFound: 'similar:{timeframe}/found',
  similarClosed: 'similar:{timeframe}/closed',
  similarWinShare: 'similar:{timeframe}/winShare',
  similarMeanR: 'similar:{timeframe}/meanR',
  similarLowR: 'similar:{timeframe}/lowR',
  similarHighR: 'similar:{timeframe}/highR',
  similarNearest: 'similar:{timeframe}/nearest/{place}',
  similarDenied: 'similar:{timeframe}/denied',
  similarApproved: 'similar:{timeframe}/approved',
  similarRejected: 'similar:{timeframe}/rejectedByTrader',
  similarExpired: 'similar:{timeframe}/expired',
  similarAfterKnown: 'similar:{timeframe}/after{bars}/known',
  similarAfterMedian: 'similar:{timeframe}/after{bars}/medianAtr',
  similarAfterHigher: 'similar:{timeframe}/after{bars}/higherShare',
  similarRegimeClosed: 'similar:{timeframe}/{regime}/closed',
  similarRegimeWinShare: 'similar:{timeframe}/{regime}/winShare',
  chainVerdict: 'chain:riskCheck:{record*}/verdict',
  chainCode: 'chain:riskCheck:{record*}/code',
  chainOutcome: 'chain:approval:{record*}/outcome',
  chainSide: 'chain:approval:{record*}/side',
  chainReason: 'chain:approval:{record*}/reason',
  chainRiskMoney: 'chain:approval:{record*}/riskMoney',
  chainNet: 'chain:trade:{record*}/net',
  chainMultiple: 'chain:trade:{record*}/rMultiple',
  rejection: 'lesson:rejection/{record*}',
  lessonSituation: 'lesson:{record*}/situation',
  lessonObservation: 'lesson:{record*}/observation',
  lessonAdvice: 'lesson:{record*}/advice',
  lessonMultiple: 'lesson:{record*}/rMultiple',
  tradeOpenPrice: 'trade:{record*}/openPrice',
  tradeClosePrice: 'trade:{record*}/closePrice',
  tradeVolume: 'trade:{record*}/volume',
  tradeHeldHours: 'trade:{record*}/heldHours',
  tradeNet: 'trade:{record*}/net',
  tradeMultiple: 'trade:{record*}/rMultiple',
  calendarHighImpact: 'calendar:highImpact/{hours}h',
  calendarMinutes: 'calendar:{record*}/minutes',
  calendarActual: 'calendar:{record*}/actual',
  calendarForecast: 'calendar:{record*}/forecast',
  calendarPrevious: 'calendar:{record*}/previous',
  calendarRelease: 'calendar:{record*}',
  balance: 'account:balance',
  equity: 'account:equity',
  margin: 'account:margin',
  freeMargin: 'account:freeMargin',
  marginLevel: 'account:marginLevel',
  dayProfit: 'account:dayProfit',
  limitReached: 'limit:{limit}/isReached',
  limitEnd: 'limit:{limit}/limit',
  limitUsed: 'limit:{limit}',
  positionCount: 'position:count',
  positionSymbol: 'position:{record*}/symbol',
  positionSide: 'position:{record*}/side',
  positionVolume: 'position:{record*}/volume',
  positionOpenPrice: 'position:{record*}/openPrice',
  positionStop: 'position:{record*}/stop',
  positionTarget: 'position:{record*}/target',
  positionProfit: 'position:{record*}/profit',
  positionGainR: 'position:{record*}/gainR',
  positionCorrelation: 'position:{record*}/correlation',
  deposit: 'governance:deposit',
  depositNeeded: 'governance:threshold',
  closes: 'governance:closes',
  closesNeeded: 'governance:closesNeeded',
} as const;

/** What a value of evidence is. */
export type EvidenceKind = keyof typeof patterns;

export interface EvidenceName {
  readonly kind: EvidenceKind;
  /** What is told apart within the kind, by the words of its pattern: `{timeframe: 'H1', feature: 'ema(20)'}`. */
  readonly parts: Readonly<Record<string, string>>;
}

export const evidenceKinds = Object.keys(patterns) as readonly EvidenceKind[];

/** As it is written above. */
export const evidencePattern = (kind: EvidenceKind): string => patterns[kind];

const readers = evidenceKinds.map((kind) => ({ kind, shape: shapeOf(patterns[kind]) }));

/** Reads from its id what evidence is, so that it can be said in any language; null where its id is of another version. */
export function evidenceName(evidenceId: string): EvidenceName | null {
  for (const { kind, shape } of readers) {
    const match = shape.exec(evidenceId);
    if (match !== null) return { kind, parts: match.groups ?? {} };
  }
  return null;
}

function shapeOf(pattern: string): RegExp {
  const written = pattern.replaceAll(/\{(\w+)(\*?)\}/g, (_whole, word: string, isRecord: string) =>
    isRecord === '' ? `(?<${word}>[^/]+)` : `(?<${word}>.+)`,
  );
  return new RegExp(`^${written}$`);
}
