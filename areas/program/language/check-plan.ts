// What makes a plan unusable or surprising, found before it is saved: the place, what is wrong, and what to do about it.
import { checkAmounts } from './check-amounts.ts'
import { checkBands } from './check-bands.ts'
import { checkContract } from './check-contract.ts'
import { checkComponent, checkShare } from './check-component.ts'
import { checkLess } from './check-less.ts'
import { checkOverlaps } from './check-overlaps.ts'
import { checkExpiry, checkPayout, checkProtection, checkTiers } from './check-program.ts'
import { checkTogether } from './check-together.ts'
import { error, warning, type Finding } from './findings.ts'
import { planDocument, isShared, type Plan } from './plan.ts'
import { ownWords, shapeFindings } from './shape-findings.ts'

export type { Finding } from './findings.ts'

/** Reads a plan document. Without errors the plan is there. */
export function checkPlan(document: unknown): { plan?: Plan; findings: Finding[] } {
  const parsed = planDocument.safeParse(document, ownWords)
  if (!parsed.success) return { findings: shapeFindings(planDocument, document, parsed.error.issues) }
  const plan = parsed.data
  const findings = [
    ...whole(plan), ...plan.components.flatMap((component, i) => (isShared(component) ? checkShare(plan, component, i) : [...checkComponent(plan, component, i), ...checkLess(plan, component, i), ...checkBands(plan, component, i)])),
    ...checkAmounts(plan), ...checkTogether(plan), ...checkOverlaps(plan), ...checkTiers(plan), ...checkProtection(plan), ...checkExpiry(plan), ...checkPayout(plan), ...checkContract(plan),
  ]
  return findings.some((finding) => finding.level === 'error') ? { findings } : { plan, findings }
}

function whole(plan: Plan): Finding[] {
  const seen = new Set<string>()
  const twice = plan.components.flatMap((component, i) => {
    const isKnown = seen.has(component.id)
    seen.add(component.id)
    return isKnown ? [error(`components.${i}.id`, `Two components are called “${component.id}”.`, 'Give each its own name; amounts are booked under it.')] : []
  })
  const isEmpty = plan.components.length === 0 && !plan.tiers && !plan.protection
  const capped = (plan.caps ?? []).flatMap(({ of }, i) => {
    const found = of.map((id) => plan.components.find((one) => one.id === id))
    const unknown = of.filter((_, n) => { const one = found[n]; return !one || isShared(one) })
    const units = new Set(found.map((one) => (one && !isShared(one) ? JSON.stringify(one.unit ?? null) : 'null')))
    return [
      ...unknown.map((id) => error(`caps.${i}.of`, `There is no component “${id}” that pays on items.`, 'Name components that do.')),
      ...(units.size > 1 ? [error(`caps.${i}.of`, 'It caps money and something else together, which cannot be added.', 'Cap each unit by itself.')] : []),
    ]
  })
  return [...twice, ...(isEmpty ? [warning('components', 'The plan pays nothing and says nothing.', 'Give it a component, tiers or a protection.')] : []), ...capped]
}
