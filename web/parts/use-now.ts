import { useSyncExternalStore } from 'react'

// The server's clock decides what is late, not the clock of this machine.
let skewMs = 0
let now = Date.now()
const listeners = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | undefined

function tick(): void {
  now = Date.now() + skewMs
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  ticking ??= setInterval(tick, 20_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || !ticking) return
    clearInterval(ticking)
    ticking = undefined
  }
}

/** Called with the time that an answer of the server carries. */
export function setServerNow(iso: string): void {
  skewMs = Date.parse(iso) - Date.now()
  now = Date.now() + skewMs
}

/** The present, in milliseconds, moving on every 20 seconds. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now)
