import { no, refuse, refuseField, yes, type Can, type Refusal } from '../../kernel/refusal.ts'
import type { Id } from '../../kernel/ids.ts'

export const opportunityStates = ['open', 'won', 'lost'] as const
export type OpportunityState = (typeof opportunityStates)[number]
export const attributions = ['sourced', 'influenced', 'direct'] as const
export type Attribution = (typeof attributions)[number]

/** What an opportunity says. Dates are days as text; amounts minor units of the currency. */
export type OpportunityContent = {
  name: string; companyId: Id | null; crmStage: string | null; state: OpportunityState; amountMinor: bigint | null; currency: string
  product: string | null; repName: string | null; openedOn: string | null; closedOn: string | null
}
/** What a file or a person wants it to say; what is left out stays as it is. */
export type OpportunityWish = Partial<OpportunityContent> & { state: OpportunityState }

export type WriteDecision =
  | { kind: 'create' | 'update'; content: OpportunityContent; changed: (keyof OpportunityContent)[]; becomes: 'created' | 'changed' | 'won' | 'lost' | 'reopened' }
  | { kind: 'unchanged' }
  | { kind: 'rejected'; field: string; reason: string }

/** What a wish comes to, given what is known. A closed opportunity has the day it was closed; an open one has none. */
export function decideWrite(known: OpportunityContent | undefined, wish: OpportunityWish, fallback: { name: string; currency: string }): WriteDecision {
  const base: OpportunityContent = known ?? {
    name: fallback.name, companyId: null, crmStage: null, state: 'open', amountMinor: null, currency: fallback.currency, product: null, repName: null, openedOn: null, closedOn: null,
  }
  const content = { ...base, ...definedOf(wish) }
  // A company that is known is not forgotten because an export leaves it out.
  content.companyId = wish.companyId ?? base.companyId
  content.name = wish.name || base.name
  if (content.amountMinor === null && wish.currency === undefined) content.currency = base.currency
  if (content.state === 'open') content.closedOn = null
  else if (content.closedOn === null) return { kind: 'rejected', field: 'closedOn', reason: `The close date is missing; an opportunity that was ${content.state} needs the day.` }
  if (!known) return { kind: 'create', content, changed: [], becomes: 'created' }
  const changed = (Object.keys(content) as (keyof OpportunityContent)[]).filter((key) => content[key] !== known[key])
  if (changed.length === 0) return { kind: 'unchanged' }
  return { kind: 'update', content, changed, becomes: known.state === content.state ? 'changed' : content.state === 'open' ? 'reopened' : content.state }
}

function definedOf(wish: OpportunityWish): Partial<OpportunityContent> {
  return Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined))
}

/** Whether the change moves money: then what a partner earned on it is settled again. */
export const movesMoney = (changed: (keyof OpportunityContent)[]) => changed.some((key) => ['state', 'amountMinor', 'currency', 'closedOn', 'companyId'].includes(key))

export function mayChange(mayWrite: boolean): Can {
  return mayWrite ? yes : no('An admin, a manager or a rep can change opportunities.')
}
export function mayClose(state: OpportunityState, mayWrite: boolean): Can {
  if (!mayWrite) return mayChange(false)
  return state === 'open' ? yes : no(`It is ${state} already.`)
}
export function mayReopen(state: OpportunityState, mayWrite: boolean): Can {
  if (!mayWrite) return mayChange(false)
  return state === 'open' ? no('It is open.') : yes
}

/** The day lies neither in the future nor before the opportunity began. */
export function checkClosingDay(closedOn: string, openedOn: string | null, today: string): Refusal | 'ok' {
  if (closedOn > today) return refuseField('closedOn', 'coselling.closed_in_future', 'That day has not come yet.')
  if (openedOn !== null && closedOn < openedOn) return refuseField('closedOn', 'coselling.closed_before_opened', 'That day is before the opportunity was opened.')
  return 'ok'
}

/** A stage may move within what the opportunity is; winning, losing and opening again are said as such. */
export function checkStage(state: OpportunityState, meaning: OpportunityState | undefined): Refusal | 'ok' {
  if (meaning === undefined) return refuseField('stage', 'coselling.stage_unknown', 'This stage has no meaning yet. Say on the stages screen whether it is open, won or lost.')
  return meaning === state ? 'ok' : refuse('conflict', 'coselling.stage_closes', `This stage means ${meaning}, but the opportunity is ${state}. Close it or open it again instead.`)
}
