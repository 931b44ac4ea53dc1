// Blinds beside the page, so that it stays alive; what is typed in here leaves the browser only as the answer.
import openPsi from '@openmined/psi.js/psi_wasm_worker.js'
import { answer, type Wish } from '../psi-steps.ts'

export type Task = { wish: Wish; pieces: Uint8Array[]; domains: string[] }

self.addEventListener('message', (event: MessageEvent<Task>) => {
  const say = (said: unknown) => self.postMessage(said)
  const { wish, pieces, domains } = event.data
  void openPsi()
    .then((psi) => say({ answer: answer(psi, { wish, pieces }, domains, (done, total) => say({ done, total })) }))
    .catch((error: unknown) => say({ problem: error instanceof Error ? error.message : String(error) }))
})
