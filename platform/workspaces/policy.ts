/**
 * The numbers and choices a program runs on, with the defaults of the field. A workspace stores only what it changed, so a default
 * that gets better in a later release reaches everyone who never touched it.
 */
export type Policy = {
  /** Promises on us, in business days of the workspace's calendar. */
  answerBusinessDays: number
  contactBusinessDays: number
  applicationBusinessDays: number
  /** How long an accepted claim on a buyer excludes others. */
  protectionDays: number
  /** A conversation of ours with the buyer this recent makes a claim a conflict. */
  recentContactDays: number
  /** Grades of fit that count as a qualified referral. */
  qualifyingGrades: Grade[]
}
export const grades = ['A', 'B', 'C'] as const
export type Grade = (typeof grades)[number]

export const defaultPolicy: Policy = {
  answerBusinessDays: 1, contactBusinessDays: 2, applicationBusinessDays: 3, protectionDays: 90, recentContactDays: 60, qualifyingGrades: ['A', 'B'],
}

/** The defaults with what the workspace changed. Keys of a later release that stayed in the row are ignored. */
export function mergePolicy(stored: unknown): Policy {
  const own = typeof stored === 'object' && stored !== null ? Object.entries(stored) : []
  return { ...defaultPolicy, ...Object.fromEntries(own.filter(([key]) => key in defaultPolicy)) }
}
