import type { ReplayReport } from '#shared/contract/agents.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { noValue } from '../format/formats.ts';
import type { Refusal } from '../stream/ask-engine.ts';
import { useCockpit, useIsConnected } from '../stream/cockpit-context.ts';
import { RequestRefused } from '../stream/request-refused.tsx';
import './replay-section.css';

type Source = ReplayReport['source'];

interface State {
  readonly asking: Source | null;
  readonly report: ReplayReport | null;
  readonly refusal: Refusal | null;
}

/** The same run again, from its recording or by the models of now; nothing follows from it but what is shown here. */
export function ReplaySection({ runId }: { readonly runId: string }): ReactNode {
  const { t } = useTranslation();
  const { ask } = useCockpit();
  const isConnected = useIsConnected();
  const [{ asking, report, refusal }, setState] = useState<State>({ asking: null, report: null, refusal: null });
  const replay = async (source: Source): Promise<void> => {
    setState({ asking: source, report: null, refusal: null });
    const answer = await ask((client) => client.agents.replay({ runId, source }));
    setState({ asking: null, report: answer.ok ? answer.value : null, refusal: answer.ok ? null : answer.error });
  };
  return (
    <section className="replay-run" aria-label={t('agents.replay')}>
      <p className="turn-line">
        <strong title={t('agents.replayTitle')}>{t('agents.replay')}</strong>
        {(['recording', 'model'] as const).map((source) => (
          <Button
            key={source}
            size="small"
            disabled={!isConnected || asking !== null}
            isBusy={asking === source}
            onClick={() => void replay(source)}
          >
            {t(`agents.replayFrom.${source}`)}
          </Button>
        ))}
        {report !== null && (
          <Badge tone={report.isSame ? 'neutral' : 'warning'}>
            {t(report.isSame ? 'agents.replaySame' : 'agents.replayOther', { count: report.differences.length })}
          </Badge>
        )}
      </p>
      {refusal !== null && <RequestRefused refusal={refusal} />}
      {report !== null && report.differences.length > 0 && <Differences report={report} />}
    </section>
  );
}

function Differences({ report: { differences } }: { readonly report: ReplayReport }): ReactNode {
  const { t } = useTranslation();
  return (
    <table className="replay-differences" aria-label={t('agents.differences')}>
      <thead>
        <tr>
          <th scope="col">{t('agents.differencePath')}</th>
          <th scope="col">{t('agents.recorded')}</th>
          <th scope="col">{t('agents.replayed')}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ path, recorded, replayed }) => (
          <tr key={path}>
            <th scope="row">{path}</th>
            <td>{jsonText(recorded)}</td>
            <td>{jsonText(replayed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Json = ReplayReport['recorded'];

const jsonText = (value: Json): string =>
  value === null ? noValue : typeof value === 'string' ? value : JSON.stringify(value);
