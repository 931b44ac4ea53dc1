// What is taken off: components before it, in the same unit, on the same things, and of which it is clear what each item's is.
import { error, type Finding } from './findings.ts'
import { sayNearest } from './nearest-name.ts'
import { isShared, type EarnedComponent, type Plan } from './plan.ts'
import { kindsOf } from './subjects.ts'
import { unitOf } from './uses.ts'

export function checkLess(plan: Plan, component: EarnedComponent, i: number): Finding[] {
  const place = `components.${i}.less`
  return [
    ...(component.less && !isClear(component) ? [error(place, 'What is taken off is of an item that is shared by weight, goes to whom it is credited to or who stands above, and whose refunds are taken off it.', 'Leave it to such components.')] : []),
    ...(component.less ?? []).flatMap((id) => {
      const at = plan.components.findIndex((one) => one.id === id)
      const other = plan.components[at]
      if (!other || isShared(other)) return [error(place, `There is no component “${id}” that pays on items.`, sayNearest(id, plan.components.map((one) => one.id), 'Name a component of the plan.'))]
      if (at >= i) return [error(place, `“${id}” is worked out only after this one.`, 'Put what is taken off before it; so no circle can arise.')]
      return [
        ...(unitOf(other) === unitOf(component) && other.owes === component.owes ? [] : [error(place, `“${id}” is in something else or the other way round, which cannot be taken off.`, 'Take off what is paid in the same.')]),
        ...(isClear(other) ? [] : [error(place, `Of “${id}” it is not clear what an item's is: it is not shared by weight, goes to others, or counts refunds on their own day.`, 'Take off components that go to whom the item is credited to, or who stands above, by weight.')]),
        ...(kindsOf(other).includes('invoice_line') === kindsOf(component).includes('invoice_line') ? [] : [error(place, `“${id}” is for lines of an invoice or for the whole of it, and this is not.`, 'Let both pay on invoice or both on invoice_line.')]),
      ]
    }),
  ]
}

const isClear = (one: EarnedComponent): boolean => one.split === 'weights' && (one.to === 'credited' || (typeof one.to === 'object' && 'above' in one.to)) && one.refunds !== 'as_they_come'
