import { createContext, useContext } from 'react'
import type { Document, Json } from './document.ts'
import type { Finding } from './queries.ts'

export type DraftState = {
  document: Document
  set: (place: string, value: Json | undefined) => void
  /** What is wrong at a place; what was left empty is told only after trying to publish. */
  errorAt: (place: string) => string | undefined
  findings: Finding[]
}

export const DraftContext = createContext<DraftState | null>(null)

export function useDraft(): DraftState {
  const draft = useContext(DraftContext)
  if (!draft) throw new Error('outside of a plan builder')
  return draft
}
