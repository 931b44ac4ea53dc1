import type { Id, Noun } from './ids.ts'

/** A fact in the past tense. `payload` holds ids and figures, never a person's name or address: those live in one erasable place. */
export type Fact = {
  type: string
  subject: { noun: Noun; id: Id }
  /** The partner and company it also concerns, so that their timelines show it. */
  partnerId?: Id | null
  companyId?: Id | null
  /** Why, in the words of whoever decided. */
  why?: string | null
  payload?: Record<string, Json>
}
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
