// What a statement tells is for its own invoice, but for what it takes back of an earlier one, which is for a credit note; pure.
import type { Id } from '../../kernel/ids.ts'

/** What a statement tells of a line and no invoice does yet. `about`: the item and component that it is of. */
export type Stated = { lineId: Id; about: string; minor: bigint }
/** What an invoice has of an item and component, less what credit notes took back of it. */
export type Invoiced = { invoiceId: Id; about: string; minor: bigint }
export type Share = { lineId: Id; netMinor: bigint }
export type Shares = { own: Share[]; credits: Map<Id, Share[]> }

/**
 * Shares out lines that are on no invoice yet. What is taken back of an item lowers the invoices that have the item, the newest first, each by
 * no more than it has of the item and than is `left` of it; the rest is set off on the statement's own invoice.
 */
export function shareOut(lines: Stated[], invoiced: Invoiced[], left: ReadonlyMap<Id, bigint>): Shares {
  const [shares, rest] = [{ own: [], credits: new Map() } as Shares, new Map(left)]
  const parts = Map.groupBy(invoiced.toSorted((a, b) => (a.invoiceId > b.invoiceId ? -1 : 1)).map((part) => ({ ...part })), (part) => part.about)
  for (const line of lines) {
    let { minor } = line
    for (const part of minor < 0n ? (parts.get(line.about) ?? []) : []) {
      const most = [-minor, part.minor, rest.get(part.invoiceId) ?? 0n].reduce((least, one) => (one < least ? one : least))
      if (most <= 0n) continue
      minor += most
      part.minor -= most
      rest.set(part.invoiceId, (rest.get(part.invoiceId) ?? 0n) - most)
      shares.credits.set(part.invoiceId, [...(shares.credits.get(part.invoiceId) ?? []), { lineId: line.lineId, netMinor: -most }])
    }
    if (minor !== 0n) shares.own.push({ lineId: line.lineId, netMinor: minor })
  }
  return shares
}

export const sumOf = (shares: Share[]): bigint => shares.reduce((sum, share) => sum + share.netMinor, 0n)
