import type { Fault } from '#shared/base/fault.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';

/** MT5's return codes that the simulated broker gives by itself. */
export const retcodes = {
  requote: 10_004,
  reject: 10_006,
  placed: 10_008,
  done: 10_009,
  donePartly: 10_010,
  timeout: 10_012,
  invalidVolume: 10_014,
  invalidStops: 10_016,
  noMoney: 10_019,
  noChanges: 10_025,
  positionClosed: 10_036,
} as const;

/** What a return code says of an order. `unknown`: it may have been executed, and only the broker's records can tell. */
export type RetcodeClass = 'accepted' | 'unknown' | RefusalCode;

type RefusalCode = 'PRICE_MOVED' | 'ORDER_INVALID' | 'MARKET_REFUSED' | 'ORDER_REJECTED' | 'RATE_LIMITED';

const refusedCodes: Readonly<Record<RefusalCode, readonly number[]>> = {
  PRICE_MOVED: [10_004, 10_020, 10_021],
  ORDER_INVALID: [10_013, 10_014, 10_015, 10_016, 10_022, 10_030, 10_035, 10_038],
  MARKET_REFUSED: [
    ...[10_017, 10_018, 10_019, 10_026, 10_027, 10_029, 10_032, 10_033, 10_034],
    ...[10_040, 10_042, 10_043, 10_044, 10_045, 10_046],
  ],
  ORDER_REJECTED: [10_006, 10_007, 10_041],
  RATE_LIMITED: [10_024],
};

/** Whatever is listed nowhere is unknown. 10025 on a change of stops, 10036 and 10039 on a close: the records are read and tell. */
export function classOfRetcode(retcode: number, kind: 'entry' | 'reduceOnly' | 'modify'): RetcodeClass {
  if (retcode >= retcodes.placed && retcode <= retcodes.donePartly) return 'accepted';
  if (retcode === 10_023) return 'accepted';
  if (kind === 'modify' && retcode === retcodes.noChanges) return 'accepted';
  if (kind === 'reduceOnly' && (retcode === retcodes.positionClosed || retcode === 10_039)) return 'accepted';
  for (const [code, listed] of Object.entries(refusedCodes)) if (listed.includes(retcode)) return code as RefusalCode;
  return 'unknown';
}

/** The return code under which the broker refuses for a reason of its own. */
export const retcodeOf = ({ code }: Fault): number => ownReasons[code] ?? retcodes.reject;

const ownReasons: Readonly<Partial<Record<FaultCode, number>>> = {
  WORST_PRICE_PASSED: retcodes.requote,
  VALUE_INVALID: retcodes.invalidVolume,
  VOLUME_BELOW_MIN: retcodes.invalidVolume,
  VOLUME_LIMIT: retcodes.invalidVolume,
  NOT_A_REDUCTION: retcodes.invalidVolume,
  STOP_WRONG_SIDE: retcodes.invalidStops,
  STOP_TOO_NEAR: retcodes.invalidStops,
  TARGET_WRONG_SIDE: retcodes.invalidStops,
  MARGIN_INSUFFICIENT: retcodes.noMoney,
  POSITION_UNKNOWN: retcodes.positionClosed,
};
