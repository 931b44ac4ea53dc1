// How a line is put right by facts, which are never changed: pure.
import { no, yes, type Can } from '../../kernel/refusal.ts'
import type { Fact } from '../program/index.ts'

export const correctionHows = ['replaced', 'withdrawn', 'lowered'] as const
export type CorrectionHow = (typeof correctionHows)[number]
export type ItemChange = { amount?: string | undefined; at?: string | undefined; partner?: string | undefined; account?: string | undefined; product?: string | undefined }
const changeable = ['amount', 'at', 'partner', 'account', 'product'] as const

/** Whether the item behind a line can be corrected here. `ownSource` is what facts of our own rows give as their source. */
export function mayCorrect({ isLanguage2, fact, ownSource }: { isLanguage2: boolean; fact: Fact | undefined; ownSource: string }): Can {
  if (!isLanguage2) return no('It follows from the introduction or opportunity behind it. Correct that; the ledger books the difference by itself.')
  if (!fact) return no('The fact it was about was withdrawn already.')
  if ('source' in fact && fact.source === ownSource) return no('It was told by our own introduction or opportunity. Correct that; the ledger books the difference by itself.')
  return yes
}

/** What differs, by field; amounts as they were written. */
export function changesOf(fact: Fact, change: ItemChange): Record<string, { from: string | null; to: string }> {
  const said = fact as Record<string, unknown>
  return Object.fromEntries(changeable.flatMap((field) => {
    const to = change[field]
    const from = said[field] === undefined ? null : String(said[field])
    return to === undefined || to === from || (field === 'amount' && from !== null && sameAmount(to, from)) ? [] : [[field, { from, to }]]
  }))
}
const sameAmount = (a: string, b: string): boolean => plain(a) === plain(b)
const plain = (amount: string): string => (amount.includes('.') ? amount.replace(/0+$/, '').replace(/\.$/, '') : amount)

/** The name under which something is told anew: "inv-1:corrected-2". `taken` says which are. */
export function nextName(id: string, taken: (name: string) => boolean): string {
  const base = id.replace(/:corrected-\d+$/, '').slice(0, 180)
  for (let n = 1; ; n += 1) if (!taken(`${base}:corrected-${n}`)) return `${base}:corrected-${n}`
}

/**
 * Facts that take an item away and, with `anew`, tell it again with what holds, and with it all that was about it: a payment of an invoice
 * is one of the new invoice then. `about` are the facts about the item that stand.
 */
export function retold(item: Fact, about: Fact[], anew: ((item: Fact) => Fact) | null, at: string, taken: (name: string) => boolean): Fact[] {
  const withdraw = (one: Fact): Fact => ({ kind: 'withdrawn', id: `${one.id}:withdrawn`.slice(0, 200), at, of: one.id })
  if (!anew) return [withdraw(item)]
  const name = nextName(item.id, taken)
  const told = about.filter((one) => one.kind !== 'withdrawn')
  return [withdraw(item), ...told.map(withdraw), { ...anew(item), id: name }, ...told.map((one) => ({ ...one, id: nextName(one.id, taken), of: name }) as Fact)]
}
