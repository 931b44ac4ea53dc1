import { useNavigate } from '@tanstack/react-router'
import { api, take } from '../../api/client.ts'
import { useCan } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { Page } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { paths } from '../../paths.ts'
import { PlanForm } from './plan-form.tsx'
import type { Terms } from './queries.ts'

/** A plan with its first version. */
export function NewPlan() {
  const navigate = useNavigate()
  const can = useCan('plans:write')
  const publish = async (name: string, terms: Terms) => {
    const { id } = await take(api.POST('/api/v1/plans', { body: { name, terms } }))
    say(`${name} is published as version 1.`)
    await navigate({ to: paths.plan(id) })
  }
  return (
    <Page title="New plan" parent={{ title: 'Plans', to: paths.plans() }} sub="What partners earn, for what, and when it is paid.">
      {can.allowed ? <PlanForm draft="plan.new" verb="Publish plan" publish={publish} /> : <EmptyState title="You cannot change plans">{can.why}</EmptyState>}
    </Page>
  )
}
