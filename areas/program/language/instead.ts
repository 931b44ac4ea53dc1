// Which items a component pays on: those in its window that no other is for instead, by name, or by a higher priority in its group.
import type { EarnedComponent } from './plan.ts'
import type { Subject } from './subjects.ts'
import { withinWindow } from './windows.ts'

export type Looked = { component: EarnedComponent; subjects: Subject[] }

/** The subjects that each component keeps. A window counts from the first item whether or not another took it, and another takes only what is in its own. */
export function keptBy(looked: Looked[]): Subject[][] {
  const inside = looked.map(({ component, subjects }): Looked => ({ component, subjects: inWindow(subjects, component) }))
  return inside.map(({ component, subjects }, index) => {
    const { id, exclusive } = component
    const accountOf = ({ item }: Subject) => item.account ?? item.id
    const named = inside.filter((one) => one.component.replaces?.includes(id))
    const better = exclusive ? inside.filter(({ component: { exclusive: other } }, i) => other?.group === exclusive.group && (other.priority > exclusive.priority || (other.priority === exclusive.priority && i < index))) : []
    const taken = [...named.map((one) => takenBy(one, component, keyOf)), ...better.map((one) => takenBy(one, component, exclusive?.per === 'account' ? accountOf : keyOf))]
    const isTaken = (one: Subject) => taken.some((by) => by(one))
    return taken.length === 0 ? subjects : subjects.filter((one) => !isTaken(one))
  })
}

/** A line of an invoice by itself, else the item. */
const keyOf = ({ unit }: Subject): string => unit.key

/** What is for a whole invoice is for its lines; where each partner gets all of an item, only those whom the other pays are taken. */
function takenBy(by: Looked, component: EarnedComponent, key: (one: Subject) => string): (one: Subject) => boolean {
  const isEach = component.split === 'each_in_full' && by.component.split === 'each_in_full' && JSON.stringify(component.to) === JSON.stringify(by.component.to)
  const whose = (one: Subject, of: string) => (isEach ? `${of}\n${one.unit.scope}` : of)
  const keys = new Set(by.subjects.map((one) => whose(one, key(one))))
  return (one) => keys.has(whose(one, key(one))) || keys.has(whose(one, one.item.id))
}

function inWindow(subjects: Subject[], { window }: EarnedComponent): Subject[] {
  if (!window) return subjects
  const inside = new Set(withinWindow(subjects.map((one) => one.unit), window))
  return subjects.filter((one) => inside.has(one.unit))
}
