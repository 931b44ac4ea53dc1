import { compare, parseDecimal } from '../../../kernel/fraction.ts'
import { decimal } from '../../../kernel/money.ts'
import type { Condition } from './plan.ts'
import type { Item } from './world.ts'

/** The partner that an item is looked at for, with what is known of it on that day. */
export type Beside = { partner: string; tier: string; isProtected: boolean }

/** Whether a condition holds for an item. A field that the fact does not have is the empty text. */
export function holds(condition: Condition | undefined, item: Item, beside: Beside): boolean {
  if (!condition) return true
  const inner = (one: Condition): boolean => holds(one, item, beside)
  if ('all' in condition) return condition.all.every(inner)
  if ('any' in condition) return condition.any.some(inner)
  if ('not' in condition) return !inner(condition.not)
  const value = valueOf(condition.field, item, beside)
  if ('is' in condition) return value === condition.is
  if ('in' in condition) return condition.in.includes(value)
  const number = parseDecimal(value)
  const bound = parseDecimal('atLeast' in condition ? condition.atLeast : condition.below)
  if (!number || !bound) return false
  return 'atLeast' in condition ? compare(number, bound) >= 0 : compare(number, bound) < 0
}

function valueOf(field: string, item: Item, { partner, tier, isProtected }: Beside): string {
  const own: Record<string, string> = {
    partner, tier, account: item.account ?? '', currency: item.currency ?? '', protected: isProtected ? 'yes' : 'no', day: item.at.day,
    amount: item.currency ? decimal(item.netMinor - item.refundedMinor, item.currency) : '',
  }
  return own[field] ?? item.fields[field] ?? ''
}

/** "product is licence and not (source is direct)". */
export function sayCondition(condition: Condition): string {
  const inner = (one: Condition): string => ('all' in one || 'any' in one ? `(${sayCondition(one)})` : sayCondition(one))
  if ('all' in condition) return condition.all.map(inner).join(' and ')
  if ('any' in condition) return condition.any.map(inner).join(' or ')
  if ('not' in condition) return `not ${inner(condition.not)}`
  if ('is' in condition) return condition.field === 'protected' ? (condition.is === 'yes' ? 'the account is protected' : 'the account is not protected') : `${condition.field} is ${condition.is}`
  if ('in' in condition) return `${condition.field} is one of ${condition.in.join(', ')}`
  return 'atLeast' in condition ? `${condition.field} is at least ${condition.atLeast}` : `${condition.field} is below ${condition.below}`
}
