// Takes a millisecond for each website, so it works beside the thread that answers requests.
import { answerInThread } from '../../platform/jobs/thread.ts'
import { openPsi } from './open-psi.ts'
import { ask, answer, readAnswer } from './psi-steps.ts'
import type { PsiTask } from './psi.ts'

await answerInThread<PsiTask>(async (task, tick) => {
  const psi = await openPsi()
  return task.step === 'ask' ? ask(psi, task.domains, task.wish, tick) : task.step === 'answer' ? answer(psi, task, task.domains, tick) : readAnswer(psi, task, task.given)
})
