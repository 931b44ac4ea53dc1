// Takes a millisecond for each website, so it works beside the thread that answers requests.
import { parentPort, workerData } from 'node:worker_threads'
import { openPsi } from './open-psi.ts'
import { ask, answer, readAnswer, WrongAnswer } from './psi-steps.ts'
import type { PsiTask } from './psi.ts'

const task = workerData as PsiTask
const tick = (done: number, total: number) => parentPort?.postMessage({ tick: [done, total] })
try {
  const psi = await openPsi()
  const result = task.step === 'ask' ? ask(psi, task.domains, task.wish, tick) : task.step === 'answer' ? answer(psi, task, task.domains, tick) : readAnswer(psi, task, task.given)
  parentPort?.postMessage({ result })
} catch (error) {
  parentPort?.postMessage({ problem: error instanceof Error ? error.message : String(error), isWrongAnswer: error instanceof WrongAnswer })
}
