// A bank with books of its own: which orders it got in which file, and what it said became of each.
import papaparse from 'papaparse'

export type Order = { reference: string; file: string; holder: string; minor: number; became: 'paid' | 'failed' | 'returned' | null }
export type Bank = {
  orders: Map<string, Order>
  hasFile: (reference: string) => boolean
  /** Takes a file for payments; what must not be, in words. */
  take: (reference: string, csv: string) => string[]
  /** What went out and did not come back. */
  paidTo: (holder: string) => number
}

export function makeBank(): Bank {
  const files = new Map<string, string>()
  const orders = new Map<string, Order>()
  return {
    orders,
    hasFile: (reference) => files.has(reference),
    take(reference, csv) {
      if (files.has(reference)) return files.get(reference) === csv ? [] : [`file ${reference} came twice and differs`]
      files.set(reference, csv)
      return papaparse.parse<Record<string, string>>(csv.trim(), { header: true }).data.flatMap((row) => {
        const order: Order = { reference: row['reference'] ?? '', file: reference, holder: row['holder'] ?? '', minor: Math.round(Number(row['amount']) * 100), became: null }
        const before = orders.get(order.reference)
        if (before) return [`payment ${order.reference} was ordered in file ${before.file} and again in ${reference}`]
        orders.set(order.reference, order)
        return []
      })
    },
    paidTo: (holder) => [...orders.values()].filter((order) => order.holder === holder && order.became === 'paid').reduce((sum, order) => sum + order.minor, 0),
  }
}
