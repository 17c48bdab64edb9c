import type { Lamp } from '#shared/contract/lamp.ts';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../components/notice.tsx';
import { useReplica } from '../stream/cockpit-context.ts';
import { positionsInScope } from '../stream/positions-in-scope.ts';
import { useLampWords } from './use-lamp-words.ts';

/** What needs the trader's attention, each with what it means and what to do, the gravest first. */
export function HealthNotices(): ReactNode {
  return (
    <>
      <Flattening />
      <AdviserHalt />
      <TradeBlocks />
      <LampAdvice />
    </>
  );
}

function Flattening(): ReactNode {
  const { t } = useTranslation();
  const flattening = useReplica((replica) => replica.flattening);
  const positions = useReplica((replica) => replica.positions);
  const left = useMemo(
    () => (flattening === null ? 0 : positionsInScope(flattening.scope, positions ?? []).length),
    [flattening, positions],
  );
  if (flattening === null) return null;
  const { scope, reason } = flattening;
  const symbol = scope.kind === 'symbol' ? scope.symbol : '';
  return (
    <Notice tone="fault" role="status" title={t(`flattening.${scope.kind}`, { symbol })}>
      <p>{t('flattening.left', { left })}</p>
      <p>{t('health.reason', { reason })}</p>
    </Notice>
  );
}

/** A halt that the adviser keeps itself: it holds whatever this cockpit says. */
function AdviserHalt(): ReactNode {
  const { t } = useTranslation();
  const halt = useReplica((replica) => replica.adviserLimits?.halt ?? null);
  if (halt === null || (!halt.chart && !halt.app)) return null;
  return (
    <Notice tone={halt.chart ? 'fault' : 'warning'} title={t(halt.chart ? 'health.haltChart' : 'health.haltApp')}>
      <p>{t(halt.chart ? 'health.haltChartText' : 'health.haltAppText')}</p>
      {halt.reason !== '' && <p>{t('health.reason', { reason: halt.reason })}</p>}
    </Notice>
  );
}

/** Switches of terminal, adviser and account that stand on "no". That there is no broker is the terminal lamp's to say. */
function TradeBlocks(): ReactNode {
  const { t } = useTranslation();
  const account = useReplica((replica) => replica.account);
  const blocks = account?.tradeBlockedBy.filter((block) => block !== 'connection') ?? [];
  if (blocks.length === 0) return null;
  return (
    <Notice tone="fault" title={t('health.blocked')}>
      {blocks.map((block) => (
        <p key={block}>{t(`tradeBlock.${block}`)}</p>
      ))}
    </Notice>
  );
}

function LampAdvice(): ReactNode {
  const lamps = useReplica((replica) => replica.lamps) ?? [];
  return lamps.map((lamp) => <AdviceOf key={lamp.name} lamp={lamp} />);
}

function AdviceOf({ lamp }: { readonly lamp: Lamp }): ReactNode {
  const { t } = useTranslation();
  const version = useReplica((replica) => replica.programVersion) ?? '';
  const wordsOf = useLampWords();
  const { name, word, detail } = wordsOf(lamp);
  const code = adviceCode(lamp);
  if (code === null) return null;
  return (
    <Notice tone={lamp.level === 'fault' ? 'fault' : 'warning'} title={`${name}: ${word}`}>
      <p>
        {t(`lampAdvice.${code}`, {
          adviser: lamp.detail,
          cockpit: version,
          series: lamp.detail,
          answering: detail,
          count: lamp.detail,
          symbols: lamp.detail,
        })}
      </p>
      {(code === 'disconnected' || code === 'unwritable' || code === 'modelDown') && detail !== '' && <p>{detail}</p>}
      {code === 'clockMismatch' && <p>{lamp.detail}</p>}
    </Notice>
  );
}

type AdviceCode =
  | 'disconnected'
  | 'unwritable'
  | 'holes'
  | 'rungDown'
  | 'deadLetters'
  | 'noBroker'
  | 'versionSkew'
  | 'clockPending'
  | 'clockMismatch'
  | 'stopNotSet'
  | 'stopBeingSet'
  | 'unstopped'
  | 'overRisk'
  | 'modelDown';

/** Other codes say all by their word; a pipe without a terminal has the terminal's advice. */
function adviceCode({ name, code }: Lamp): AdviceCode | null {
  switch (code) {
    case 'disconnected':
      return name === 'terminal' ? code : null;
    case 'unwritable':
    case 'holes':
    case 'rungDown':
    case 'deadLetters':
    case 'noBroker':
    case 'versionSkew':
    case 'clockPending':
    case 'clockMismatch':
    case 'stopNotSet':
    case 'stopBeingSet':
    case 'unstopped':
    case 'overRisk':
    case 'modelDown':
      return code;
    default:
      return null;
  }
}
