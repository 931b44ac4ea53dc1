import type { Ctx } from '../../platform/db/context.ts'
import { freeRunOut } from './held.ts'
import { resumeBackTests } from './run-back-test.ts'
import { sealLedger } from './seal.ts'
import { settleWaiting } from './settle-unsettled.ts'

export async function everyMinute(ctx: Ctx): Promise<void> {
  await settleWaiting(ctx)
  await freeRunOut(ctx)
  await sealLedger(ctx)
  await resumeBackTests(ctx)
}
