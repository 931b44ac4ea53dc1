// Components that get in each other's way: replacing in a circle, the same priority in a group, two that replace the same one on the same days.
import { error, warning, type Finding } from './findings.ts'
import { isShared, type EarnedComponent, type Plan } from './plan.ts'
import { kindsOf } from './subjects.ts'

export function checkOverlaps(plan: Plan): Finding[] {
  const earned = plan.components.flatMap((component, i) => (isShared(component) ? [] : [{ component, i }]))
  return [...circles(earned), ...earned.flatMap(({ component, i }) => [
    ...(component.replaces ?? []).flatMap((id) => (id !== component.id && earned.some((one) => one.component.id === id && one.component.replaces?.includes(component.id)) ? [error(`components.${i}.replaces`, `It replaces “${id}” and is replaced by it, so neither pays.`, 'Let one of them replace the other.')] : [])),
    ...(component.replaces ?? []).flatMap((id) => {
      const other = earned.find((one) => one.component.id === id)?.component
      return other && kindsOf(component).includes('invoice_line') && kindsOf(other).includes('invoice') ? [error(`components.${i}.replaces`, `It is for lines of an invoice, and “${id}” for the whole of it, so both would pay.`, 'Let both pay on invoice or both on invoice_line.')] : []
    }),
    ...earned.filter((other) => other.i > i && overlap(component, other.component)).flatMap((other): Finding[] => {
      const both = component.replaces?.filter((id) => other.component.replaces?.includes(id)) ?? []
      if (both.length > 0 && component.exclusive?.group !== other.component.exclusive?.group) return [overlapping(other.i, component.id, both)]
      if (both.length > 0 && !component.exclusive) return [overlapping(other.i, component.id, both)]
      const tied = component.exclusive && component.exclusive.group === other.component.exclusive?.group && component.exclusive.priority === other.component.exclusive.priority
      return tied ? [warning(`components.${other.i}.exclusive.priority`, `“${component.id}” has the same priority, so where both are for an item that one pays.`, 'Give them different priorities.')] : []
    }),
  ])]
}

/** Of three and more; each circle is told once, at the first in it. */
function circles(earned: { component: EarnedComponent; i: number }[]): Finding[] {
  const replaced = (id: string) => earned.find((one) => one.component.id === id)?.component.replaces ?? []
  const wayBack = (to: string, path: string[]): string[] | undefined => replaced(path.at(-1) ?? '').flatMap((id) => (id === to ? [path] : path.includes(id) ? [] : (wayBack(to, [...path, id]) ?? []).length > 0 ? [wayBack(to, [...path, id]) ?? []] : []))[0]
  return earned.flatMap(({ component: { id }, i }) => {
    const circle = wayBack(id, [id])
    const isFirst = circle?.every((other) => earned.findIndex((one) => one.component.id === other) >= i)
    return circle && circle.length > 2 && isFirst ? [error(`components.${i}.replaces`, `“${circle.join('”, “')}” replace each other in a circle, so none pays.`, 'Let one of them replace none of the others.')] : []
  })
}

const overlapping = (i: number, id: string, both: string[]): Finding =>
  warning(`components.${i}.replaces`, `“${id}” replaces “${both.join('”, “')}” too, so where both are for an item both pay.`, 'Put them in one exclusive group with priorities, or keep their dates or conditions apart.')

const overlap = (a: EarnedComponent, b: EarnedComponent): boolean =>
  kindsOf(a).some((kind) => kindsOf(b).includes(kind)) && (a.until === undefined || b.from === undefined || b.from < a.until) && (b.until === undefined || a.from === undefined || a.from < b.until) && !apart(a.where, b.where)

/** Whether two conditions ask one field for values that differ. */
function apart(a: EarnedComponent['where'], b: EarnedComponent['where']): boolean {
  const leaves = (one: EarnedComponent['where']): [string, string[]][] => (one === undefined ? [] : 'all' in one ? one.all.flatMap(leaves) : 'field' in one && 'is' in one ? [[one.field, [one.is]]] : 'field' in one && 'in' in one ? [[one.field, one.in]] : [])
  return leaves(a).some(([field, values]) => leaves(b).some(([other, others]) => other === field && !values.some((value) => others.includes(value))))
}
