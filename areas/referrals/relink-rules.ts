// Who keeps the hold when two companies, each held by a partner, become one. Pure.

type Standing = { isAccepted: boolean; placedAt: Temporal.Instant }

/** An introduction that we accepted keeps what we said; of two that wait for our answer the first in time holds. Of two accepted ones neither gives way. */
export function decideHolder(own: Standing, other: Standing): 'own' | 'other' | 'neither' {
  if (own.isAccepted && other.isAccepted) return 'neither'
  if (own.isAccepted !== other.isAccepted) return own.isAccepted ? 'own' : 'other'
  return Temporal.Instant.compare(own.placedAt, other.placedAt) <= 0 ? 'own' : 'other'
}
