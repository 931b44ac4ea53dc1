import { Worker } from 'node:worker_threads'
import { WrongAnswer, type Answer, type Question, type Result, type Wish } from './psi-steps.ts'

export type PsiTask =
  | { step: 'ask'; domains: string[]; wish: Wish }
  | { step: 'answer'; wish: Wish; pieces: Uint8Array[]; domains: string[] }
  | { step: 'read'; key: Uint8Array; wish: Wish; ours: number; given: Answer }
type Out<T extends PsiTask> = T['step'] extends 'ask' ? Question : T['step'] extends 'answer' ? Answer : Result
type Said = { tick: [number, number] } | { result: unknown } | { problem: string; isWrongAnswer: boolean }

/** One step of a private comparison in a thread of its own; about a millisecond for each website. Throws WrongAnswer on what a peer sent that cannot be. */
export function runPsi<T extends PsiTask>(task: T, options: { tick?: (done: number, total: number) => void; signal?: AbortSignal | undefined } = {}): Promise<Out<T>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./psi-worker.ts', import.meta.url), { workerData: task })
    const stop = () => void worker.terminate()
    options.signal?.addEventListener('abort', stop, { once: true })
    worker.on('message', (said: Said) => {
      if ('tick' in said) return options.tick?.(...said.tick)
      if ('problem' in said) reject(said.isWrongAnswer ? new WrongAnswer(said.problem) : new Error(said.problem))
      else resolve(said.result as Out<T>)
      stop()
    })
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('The comparison was stopped.')))
  })
}
