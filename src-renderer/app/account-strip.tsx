import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { Figure } from '../components/figure.tsx';
import { zonedStampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { DayFigure } from '../risk/day-figure.tsx';
import { ScenarioFigure } from '../risk/scenario-figure.tsx';
import { TradingStateControl } from '../risk/trading-state-control.tsx';
import { useLink, useReplica } from '../stream/cockpit-context.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import './account-strip.css';
import { ApprovalsChip } from './approvals-chip.tsx';
import { ModeBadge } from './mode-badge.tsx';

/** The first row: what is at stake, how much there is of it, what waits, and the brake. */
export function AccountStrip({ onShowApprovals }: { readonly onShowApprovals: () => void }): ReactNode {
  const { t } = useTranslation();
  const link = useLink();
  return (
    <div className="account-strip">
      <ModeBadge />
      {link.kind === 'disconnected' && (
        <Badge tone="fault" look="solid">
          {t('link.disconnected')}
        </Badge>
      )}
      <AccountFigures />
      <span className="account-strip-gap" />
      <ApprovalsChip onShow={onShowApprovals} />
      <TradingStateControl />
    </div>
  );
}

function AccountFigures(): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  const account = useReplica((replica) => replica.account);
  if (account === null) return <p className="account-none">{t('strip.noAccount')}</p>;
  const { identity, currency, leverage, marginMode, balance, equity, margin, freeMargin, occurredAtUtcMs } = account;
  const asOf = t('strip.asOf', { time: zonedStampText(occurredAtUtcMs, zone) });
  return (
    <dl className="account-figures">
      <div
        className="account-who"
        title={`${identity.server}\n1:${leverage} · ${t(`marginMode.${marginMode}`)}\n${asOf}`}
      >
        <dt>
          {t('strip.account')} · {currency}
        </dt>
        <dd>
          {identity.login} <span className="account-server">{identity.server}</span>
        </dd>
      </div>
      <Figure label={t('strip.balance')} title={asOf}>
        {formats.money(balance)}
      </Figure>
      <Figure label={t('strip.equity')} title={asOf}>
        {formats.money(equity)}
      </Figure>
      <Figure
        label={t('strip.marginLevel')}
        title={t('strip.marginTitle', { margin: formats.money(margin), free: formats.money(freeMargin) })}
      >
        {margin === 0 ? t('strip.noMargin') : formats.percent(equity / margin, 0)}
      </Figure>
      <DayFigure />
      <ScenarioFigure />
    </dl>
  );
}
