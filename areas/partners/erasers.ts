// What other areas keep of somebody who only ever was a candidate, told by them at start, since they lie below this one.
import type { Id } from '../../kernel/ids.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'

/** So much of something: `what` in the singular, such as "customer list"; its plural takes an s. */
export type Amount = { what: string; count: number }
export type Eraser = {
  name: string
  /** Why this one cannot be erased, in a sentence; null when nothing of this area speaks against it. */
  against?: (r: Reading, partnerId: Id) => Promise<string | null>
  /** What is there. After `erase` nothing of it is. */
  count?: (r: Reading, partnerId: Id) => Promise<Amount[]>
  erase?: (tx: Tx, partnerId: Id) => Promise<void>
}

const erasers: Eraser[] = []

/** Called once at start by an area whose rows belong to partners. */
export function eraseWith(eraser: Eraser): void {
  if (!erasers.some((one) => one.name === eraser.name)) erasers.push(eraser)
}

export const everyEraser = (): readonly Eraser[] => erasers
