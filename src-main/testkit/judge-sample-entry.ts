import type { Result } from '#shared/base/result.ts';
import type { RiskApproved, RiskRefused } from '#shared/trading/risk-approved.ts';
import { checkRisk } from '#main/risk/check-risk.ts';
import type { RiskRequest } from '#main/risk/risk-request.ts';
import { sampleRiskRequest } from './sample-risk-request.ts';

/** What risk says of the sample intent on the sample account, on which nothing is open. */
export const judgeSampleEntry = (changes: Partial<RiskRequest> = {}): Result<RiskApproved, RiskRefused> =>
  checkRisk(sampleRiskRequest(changes));
