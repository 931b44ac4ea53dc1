// When two companies may become one, what the one is then, and which parent it has. Pure.
import type { Json } from '../../kernel/event.ts'
import type { Id } from '../../kernel/ids.ts'
import { no, refuse, yes, type Can, type Refusal } from '../../kernel/refusal.ts'

export type Facts = {
  id: Id; name: string; domain: string | null; industry: string | null; employees: number | null; street: string | null; zip: string | null; city: string | null; country: string | null
  phone: string | null; foundedYear: number | null; annualRevenueMinor: bigint | null
  annualRevenueCurrency: string | null; attributes: { [key: string]: Json }; crmId: string | null; parentId: Id | null; parentKey: string | null; isCustomer: boolean; directOnly: boolean
  lastContactAt: Temporal.Instant | null; mergedInto: Id | null
}

/** `mergedName` is what the absorbed one is part of. */
export function decideMerge(into: Pick<Facts, 'id' | 'name' | 'mergedInto'>, from: Pick<Facts, 'id' | 'name' | 'mergedInto'>): Refusal | 'ok' {
  if (into.id === from.id) return refuse('conflict', 'companies.merge_itself', 'A company cannot become part of itself.')
  if (into.mergedInto) return refuse('conflict', 'companies.merged_already', `${into.name} is part of another company since a merge. Merge into that one.`)
  if (from.mergedInto) return refuse('conflict', 'companies.merged_already', `${from.name} is part of another company since a merge. Undo that one first.`)
  return 'ok'
}

/** What the survivor is: its own values come first, and what it lacks comes from the other. Revenue and its currency go together, and street, postal code and city. */
export function mergedFacts(into: Facts, from: Facts): Omit<Facts, 'id' | 'name' | 'parentId' | 'mergedInto'> {
  const revenue = into.annualRevenueMinor === null ? from : into
  const address = into.street ?? into.zip ?? into.city ? into : from
  const contacts = [into.lastContactAt, from.lastContactAt].filter((at) => at !== null).sort(Temporal.Instant.compare)
  return {
    domain: into.domain ?? from.domain, industry: into.industry ?? from.industry, employees: into.employees ?? from.employees, street: address.street, zip: address.zip, city: address.city,
    country: into.country ?? from.country, phone: into.phone ?? from.phone, foundedYear: into.foundedYear ?? from.foundedYear,
    annualRevenueMinor: revenue.annualRevenueMinor, annualRevenueCurrency: revenue.annualRevenueCurrency, attributes: { ...from.attributes, ...into.attributes }, crmId: into.crmId ?? from.crmId,
    parentKey: into.parentKey ?? (into.parentId ? null : from.parentKey), isCustomer: into.isCustomer || from.isCustomer, directOnly: into.directOnly || from.directOnly, lastContactAt: contacts.at(-1) ?? null,
  }
}

/** `above`: ids over a company, nearest first. A survivor below the other takes its place; one without a parent gets the other's, unless it stands above it. */
export function mergedParent(into: { id: Id; parentId: Id | null; above: Id[] }, from: { id: Id; parentId: Id | null; above: Id[] }): Id | null {
  if (into.above.includes(from.id)) return from.parentId
  if (into.parentId) return into.parentId
  return from.above.includes(into.id) ? null : from.parentId
}

export type MergeFacts = { kind: 'merge' | 'split'; undone: boolean; intoIsAbsorbed: string | null; later: string | null }

/** Only what nothing was built on is taken back: the last merge of a company first. */
export function mayUndo(f: MergeFacts): Can {
  if (f.undone) return no('It was undone already.')
  if (f.kind === 'split') return no('Merge the two again instead.')
  if (f.intoIsAbsorbed) return no(`The company has become part of ${f.intoIsAbsorbed} since. Undo that first.`)
  if (f.later) return no(`${f.later} was merged into the company later. Undo that first.`)
  return yes
}
