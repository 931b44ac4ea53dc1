import { answerQuestions } from '../../platform/jobs/kept-thread.ts'
import type { Asked, Step } from './recognise-aside.ts'
import { recognising, type Recognising } from './recognising.ts'

const underWay = new Map<number, Recognising>()

answerQuestions<Asked>((asked): Step => {
  const steps = 'sought' in asked ? recognising(asked.sought, asked.how) : underWay.get(asked.id)!
  const { done = false, value } = 'found' in asked ? steps.next(asked.found) : steps.next()
  if (done) underWay.delete(asked.id)
  else underWay.set(asked.id, steps)
  return { done, value } as Step
})
