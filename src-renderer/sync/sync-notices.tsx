import type { FaultCode } from '#shared/base/fault-codes.ts';
import { assertNever } from '#shared/base/assert.ts';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../components/notice.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useReplica, useSync } from '../stream/cockpit-context.ts';
import { useFaultText } from '../stream/use-refusal-text.ts';
import { diagnose, type Finding } from './diagnose.ts';

/** What keeps the stores from being in step, with what, and what to do about it. */
export function SyncNotices(): ReactNode {
  const health = useSync((view) => view.health);
  const isTerminalConnected =
    useReplica(({ lamps }) => lamps.some(({ name, level }) => name === 'terminal' && level !== 'fault')) ?? false;
  const findings = useMemo(
    () => (health === null ? [] : diagnose(health, { isTerminalConnected })),
    [health, isTerminalConnected],
  );
  return findings.map((finding) => (
    <FindingNotice key={finding.kind === 'fault' ? finding.fault.code : finding.kind} finding={finding} />
  ));
}

function FindingNotice({ finding }: { readonly finding: Finding }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const namesText = useNamesText();
  switch (finding.kind) {
    case 'fault':
      return <FaultNotice finding={finding} />;
    case 'historyService':
      return (
        <Notice tone="warning" title={t('sync.noHistory')}>
          {t('sync.noHistoryText')}
        </Notice>
      );
    case 'circuit':
      return (
        <Notice tone="warning" title={t('sync.circuit')}>
          {t('sync.circuitText')}
        </Notice>
      );
    case 'holes':
      return (
        <Notice
          tone="warning"
          title={t('sync.holesFound', { of: namesText(finding.of), bars: formats.figure(finding.missingBars) })}
        >
          {t('sync.holesFoundText')}
        </Notice>
      );
    default:
      return assertNever(finding, 'finding');
  }
}

function FaultNotice({
  finding: { fault, isGrave, of },
}: {
  readonly finding: Extract<Finding, { readonly kind: 'fault' }>;
}): ReactNode {
  const { t } = useTranslation();
  const faultText = useFaultText();
  const namesText = useNamesText();
  const { similar } = fault.facts;
  return (
    <Notice tone={isGrave ? 'fault' : 'warning'} title={`${namesText(of)}: ${faultText(fault).title}`}>
      {isAdvised(fault.code) && <p>{t(`syncAdvice.${fault.code}`)}</p>}
      {fault.code === 'SYMBOL_UNKNOWN' && typeof similar === 'string' && similar !== '' && (
        <p>{t('sync.candidates', { candidates: similar })}</p>
      )}
      <p className="sync-said">{fault.message}</p>
    </Notice>
  );
}

/** The names of what suffers, or the first few of many: the table has them all. */
function useNamesText(): (names: readonly string[]) => string {
  const { t } = useTranslation();
  return (names) =>
    names.length <= namesMax
      ? names.join(', ')
      : t('sync.andMore', { names: names.slice(0, namesMax - 1).join(', '), count: names.length - namesMax + 1 });
}

const namesMax = 4;

const advisedCodes = [
  'NOT_CONNECTED',
  'HISTORY_UNAVAILABLE',
  'HISTORY_INCOMPLETE',
  'SYNC_TIMEOUT',
  'SYNC_PAUSED',
  'SYMBOL_UNKNOWN',
  'INSTRUMENT_MISSING',
  'INSTRUMENT_CHANGED',
  'CLOCK_JUMPED',
  'CLOCK_RULE_MISMATCH',
  'TICKS_OVER_BUDGET',
  'STORE_FULL',
  'STORE_READ_ONLY',
  'STORE_BUSY',
  'STORE_DAMAGED',
  'BACKUP_FAILED',
  'VECTORS_UNREACHABLE',
  'VECTORS_REFUSED',
  'GRAPH_UNREACHABLE',
  'GRAPH_REFUSED',
  'GRAPH_UNTRUSTED',
  'GRAPH_UNAUTHORIZED',
  'EMBEDDER_UNREACHABLE',
  'EMBEDDING_INVALID',
  'PROJECTION_FAILED',
] as const satisfies readonly FaultCode[];

const isAdvised = (code: FaultCode): code is (typeof advisedCodes)[number] =>
  (advisedCodes as readonly FaultCode[]).includes(code);
