import { faultSchema } from '../base/fault.ts';

/** An expected refusal: the fault's code is the error's code, so that programs never read messages. */
export const refusals = { REFUSED: { status: 409, data: faultSchema } } as const;
