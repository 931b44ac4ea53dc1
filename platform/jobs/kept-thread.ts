import { parentPort, Worker } from 'node:worker_threads'
import { ThreadProblem } from './thread.ts'

type Answer = { n: number; result: unknown } | { n: number; problem: string; name: string }
/** A thread that stays and is asked again and again; it answers one question after another. Whoever keeps it stops it. */
export type KeptThread = { ask<Out>(question: unknown): Promise<Out>; stop(): void }

/** Starts a module as a thread of its own. The module calls `answerQuestions`. Unless it `outlives` what else the process does, it ends with that. */
export function keepThread(module: URL, { outlives = true } = {}): KeptThread {
  const worker = new Worker(module)
  if (!outlives) worker.unref()
  const waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>()
  let asked = 0
  let ended: Error | undefined
  const end = (error: Error): void => {
    ended ??= error
    for (const one of waiting.values()) one.reject(ended)
    waiting.clear()
  }
  worker.on('message', (said: Answer) => {
    const one = waiting.get(said.n)
    waiting.delete(said.n)
    if ('problem' in said) one?.reject(new ThreadProblem(said.problem, said.name))
    else one?.resolve(said.result as never)
  })
  worker.on('error', end)
  worker.on('exit', () => end(new ThreadProblem('It was stopped.', 'Stopped')))
  return {
    ask: (question) => new Promise((resolve, reject) => {
      if (ended) return reject(ended)
      waiting.set(++asked, { resolve, reject })
      worker.postMessage({ n: asked, question })
    }),
    stop: () => void worker.terminate(),
  }
}

/** The other side. What is thrown is told to whoever asked. */
export function answerQuestions<Question>(answer: (question: Question) => unknown): void {
  parentPort?.on('message', ({ n, question }: { n: number; question: Question }) => {
    try {
      parentPort?.postMessage({ n, result: answer(question) })
    } catch (error) {
      parentPort?.postMessage({ n, problem: error instanceof Error ? error.message : String(error), name: error instanceof Error ? error.constructor.name : '' })
    }
  })
}
