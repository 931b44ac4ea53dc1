// Requests as outsiders make them, and people who go on asking until told to stop.
import { setTimeout as sleep } from 'node:timers/promises'

let address = 0
/** Each request comes from another address: nobody is to be slowed down here. */
export const from = () => ({ 'x-forwarded-for': `10.${(++address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}` })

export type Reply = { status: number; json: { id: string } & Record<string, never>; location: string; text: string }
export async function ask(base: string, method: string, path: string, headers: Record<string, string>, body?: string): Promise<Reply> {
  const answer = await fetch(`${base}${path}`, { method, headers: { ...from(), ...headers }, redirect: 'manual', signal: AbortSignal.timeout(10_000), ...(body === undefined ? {} : { body }) })
  const text = await answer.text()
  const isJson = /json/.test(answer.headers.get('content-type') ?? '')
  return { status: answer.status, json: isJson && text ? JSON.parse(text) : {}, location: answer.headers.get('location') ?? '', text }
}

export type Clients = { stop: () => Promise<void> }

/** Each works over and over until stopped; where nobody answers it tries again a little later. */
export function startAll(works: (() => Promise<void>)[]): Clients {
  let going = true
  const all = works.map(async (work) => {
    while (going) await work().catch(() => sleep(20))
  })
  return {
    async stop() {
      going = false
      await Promise.all(all)
    },
  }
}
