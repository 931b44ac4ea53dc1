import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { api, take } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { Page } from '../../parts/page.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { paths } from '../../paths.ts'
import { PlanForm } from './plan-form.tsx'
import { planQuery, type Terms } from './queries.ts'

/** The next version of a plan, starting from the newest. */
export function NewVersion() {
  const { id = '' } = useParams({ strict: false })
  const query = useQuery(planQuery(id))
  const navigate = useNavigate()
  if (query.isPending) return <Loading />
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} what="The plan" />
  const { name, versions, can } = query.data
  const newest = versions[0]
  const publish = async (_name: string, terms: Terms) => {
    const { version } = await take(api.POST('/api/v1/plans/{id}/versions', { params: { path: { id } }, body: { terms } }))
    say(version === newest?.number ? 'Nothing was different, so there is no new version.' : `Version ${version} is published. Partners stay on theirs until you put them on it.`)
    await navigate({ to: paths.plan(id) })
  }
  return (
    <Page title="New version" parent={{ title: name, to: paths.plan(id) }} sub={`Starts from version ${newest?.number}. Partners stay on the version they agreed to until you put them on this one.`}>
      {can.publish.allowed && newest?.terms.language === 1 ? <PlanForm key={newest.id} before={newest.terms} draft={`plan.${id}.${newest.number}`} verb={`Publish version ${newest.number + 1}`} publish={publish} /> : <EmptyState title="You cannot change plans">{can.publish.why}</EmptyState>}
    </Page>
  )
}
