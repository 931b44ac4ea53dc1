import { parentPort, Worker, workerData } from 'node:worker_threads'

type Said = { tick: [number, number] } | { result: unknown } | { problem: string; name: string }
/** What went wrong in a thread; `name` is the class of what was thrown there. */
export class ThreadProblem extends Error {
  readonly thrown: string
  constructor(message: string, thrown: string) {
    super(message)
    this.thrown = thrown
  }
}

/** Runs a module in a thread of its own, so that long reckoning holds up no request. The module calls `answerInThread`. */
export function inThread<Out>(module: URL, task: unknown, options: { tick?: ((done: number, total: number) => void) | undefined; signal?: AbortSignal | undefined } = {}): Promise<Out> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(module, { workerData: task })
    const stop = () => void worker.terminate()
    options.signal?.addEventListener('abort', stop, { once: true })
    worker.on('message', (said: Said) => {
      if ('tick' in said) return options.tick?.(...said.tick)
      if ('problem' in said) reject(new ThreadProblem(said.problem, said.name))
      else resolve(said.result as Out)
      stop()
    })
    worker.on('error', reject)
    worker.on('exit', () => reject(new ThreadProblem('It was stopped.', 'Stopped')))
  })
}

/** The other side: reckons, says now and then how far it is, and answers or tells what was thrown. */
export async function answerInThread<Task>(work: (task: Task, tick: (done: number, total: number) => void) => unknown): Promise<void> {
  try {
    parentPort?.postMessage({ result: await work(workerData as Task, (done, total) => parentPort?.postMessage({ tick: [done, total] })) })
  } catch (error) {
    parentPort?.postMessage({ problem: error instanceof Error ? error.message : String(error), name: error instanceof Error ? error.constructor.name : '' })
  }
}
