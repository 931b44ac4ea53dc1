// Rounds of work that each end with a kill. SEED and ROUNDS of the environment decide where there are any.
import { setTimeout as sleep } from 'node:timers/promises'
import type { AppProcess } from './app-process.ts'
import type { Clients } from './network.ts'

export const rounds = Number(process.env['ROUNDS'] ?? 50)
export const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
let state = seed
/** In [0, 1), the same row of numbers for the same seed. */
export const random = (): number => {
  state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
  return state / 0x80000000
}

type Rounds = {
  app: AppProcess
  start: () => Clients
  /** Asked at the start of a round for what says, from then on, whether enough happened in it. */
  enough: () => () => boolean
  kill: () => Promise<void>
}

/** Works, kills at a random moment, starts again, over and over, then works a moment in peace. Returns what fell by itself. */
export async function killOverAndOver({ app, start, enough, kill }: Rounds): Promise<string[]> {
  console.log(`SEED=${seed} ROUNDS=${rounds}`)
  const fell: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    const clients = start()
    const [isEnough, since] = [enough(), Date.now()]
    while (!isEnough() && Date.now() - since < 3000) await sleep(5)
    await sleep(random() * 120)
    if (!app.isRunning()) fell.push(`round ${round}: the app ended by itself: ${app.said()}`)
    await kill()
    await clients.stop()
    await app.start()
  }
  const last = start()
  await sleep(500)
  await last.stop()
  return fell
}
