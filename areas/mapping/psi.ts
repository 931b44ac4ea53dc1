import { inThread, ThreadProblem } from '../../platform/jobs/thread.ts'
import { WrongAnswer, type Answer, type Question, type Result, type Wish } from './psi-steps.ts'

export type PsiTask =
  | { step: 'ask'; domains: string[]; wish: Wish }
  | { step: 'answer'; wish: Wish; pieces: Uint8Array[]; domains: string[] }
  | { step: 'read'; key: Uint8Array; wish: Wish; ours: number; given: Answer }
type Out<T extends PsiTask> = T['step'] extends 'ask' ? Question : T['step'] extends 'answer' ? Answer : Result

/** One step of a private comparison in a thread of its own; about a millisecond for each website. Throws WrongAnswer on what a peer sent that cannot be. */
export async function runPsi<T extends PsiTask>(task: T, options: { tick?: (done: number, total: number) => void; signal?: AbortSignal | undefined } = {}): Promise<Out<T>> {
  try {
    return await inThread<Out<T>>(new URL('./psi-worker.ts', import.meta.url), task, options)
  } catch (error) {
    throw error instanceof ThreadProblem && error.thrown === WrongAnswer.name ? new WrongAnswer(error.message) : error
  }
}
