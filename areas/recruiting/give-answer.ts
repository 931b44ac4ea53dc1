import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { settlePromises } from '../promises/index.ts'
import { answerApplications } from './application-store.ts'
import { mailAnswer } from './mail-applicant.ts'
import { answers, type Stage } from './rules.ts'

/** What reaching a stage means for whoever applied: our promise is settled, and who is declined or put off is told. The same by every road. */
export async function giveAnswer(tx: Tx, partnerId: Id, stage: Stage): Promise<void> {
  if (!answers(stage)) return
  await settlePromises(tx, partnerId, ['answer_application'])
  const waiting = await answerApplications(tx, partnerId)
  if (stage === 'declined' || stage === 'not_now') await mailAnswer(tx, partnerId, stage, waiting)
}
