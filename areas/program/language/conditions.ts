import { compare, parseDecimal } from '../../../kernel/fraction.ts'
import { decimal } from '../../../kernel/money.ts'
import type { Condition } from './plan.ts'
import type { Item } from './world.ts'

/** Whether a condition holds for an item and the partner it is looked at for. A field that the fact does not have is the empty text. */
export function holds(condition: Condition | undefined, item: Item, partner: string, isProtected: boolean): boolean {
  if (!condition) return true
  const inner = (one: Condition): boolean => holds(one, item, partner, isProtected)
  if ('all' in condition) return condition.all.every(inner)
  if ('any' in condition) return condition.any.some(inner)
  if ('not' in condition) return !inner(condition.not)
  const value = valueOf(condition.field, item, partner, isProtected)
  if ('is' in condition) return value === condition.is
  if ('in' in condition) return condition.in.includes(value)
  const number = parseDecimal(value)
  const bound = parseDecimal('atLeast' in condition ? condition.atLeast : condition.below)
  if (!number || !bound) return false
  return 'atLeast' in condition ? compare(number, bound) >= 0 : compare(number, bound) < 0
}

function valueOf(field: string, item: Item, partner: string, isProtected: boolean): string {
  const own: Record<string, string> = {
    partner, account: item.account ?? '', currency: item.currency ?? '', protected: isProtected ? 'yes' : 'no', day: item.at.day,
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
