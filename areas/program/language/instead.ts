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
    const keyOf = ({ item }: Subject) => (exclusive?.per === 'account' ? (item.account ?? item.id) : item.id)
    const better = exclusive ? inside.filter(({ component: { exclusive: other } }, i) => other?.group === exclusive.group && (other.priority > exclusive.priority || (other.priority === exclusive.priority && i < index))) : []
    const instead = new Set(inside.filter((one) => one.component.replaces?.includes(id)).flatMap((one) => one.subjects.map(({ unit }) => unit.key)))
    const taken = new Set(better.flatMap((one) => one.subjects.map(keyOf)))
    return instead.size + taken.size === 0 ? subjects : subjects.filter((one) => !instead.has(one.unit.key) && !taken.has(keyOf(one)))
  })
}

function inWindow(subjects: Subject[], { window }: EarnedComponent): Subject[] {
  if (!window) return subjects
  const inside = new Set(withinWindow(subjects.map((one) => one.unit), window))
  return subjects.filter((one) => inside.has(one.unit))
}
