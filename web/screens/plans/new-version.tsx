import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { api, take } from '../../api/client.ts'
import { useWorkspace } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { Page } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { EmptyState, Loading } from '../../parts/states.tsx'
import { forgetKept } from '../../parts/use-kept.ts'
import { paths } from '../../paths.ts'
import { Builder } from './builder.tsx'
import type { Document } from './document.ts'
import { planQuery, type AnyTerms, type PlanVersion } from './queries.ts'
import { translate } from './translate.ts'

/** The next version of a plan, starting from the newest; one in language 1 is taken over into language 2 with the same content. */
export function NewVersion() {
  const { id = '' } = useParams({ strict: false })
  const query = useQuery(planQuery(id))
  if (query.isPending) return <Loading />
  if (query.error) return <PageError error={query.error} retry={() => void query.refetch()} what="The plan" />
  const { name, versions, can } = query.data
  const newest = versions[0]
  return (
    <Page title="New version" parent={{ title: name, to: paths.plan(id) }} sub={`Starts from version ${newest?.number}. Partners stay on the version they agreed to until you put them on this one.`}>
      {can.publish.allowed && newest ? <Write key={newest.id} id={id} name={name} newest={newest} /> : <EmptyState title="You cannot change plans">{can.publish.why}</EmptyState>}
    </Page>
  )
}

function Write({ id, name, newest }: { id: string; name: string; newest: PlanVersion }) {
  const navigate = useNavigate()
  const { timeZone } = useWorkspace()
  const draft = `plan.${id}.${newest.number}.2`
  const { terms } = newest
  const { document, notes } = terms.language === 1 ? translate(terms, { name, timeZone }) : { document: terms as unknown as Document, notes: [] }
  const publish = async (next: Document) => {
    const { version } = await take(api.POST('/api/v1/plans/{id}/versions', { params: { path: { id } }, body: { terms: next as AnyTerms } }))
    ;[draft, `${draft}.json`, `${draft}.back-test`].forEach(forgetKept)
    say(version === newest.number ? 'Nothing was different, so there is no new version.' : `Version ${version} is published. Partners stay on theirs until you put them on it.`)
    await navigate({ to: paths.plan(id) })
  }
  return (
    <>
      {terms.language === 1 && <Text size="sm" c="dimmed" mb="md" maw="44rem">Version {newest.number} is in the first plan language. The same content is written here in the second, which says more: windows, bands, conditions, returns. {notes.join(' ')}</Text>}
      <Builder start={document} draft={draft} verb={`Publish version ${newest.number + 1}`} isNew={false} planId={id} publish={publish} />
    </>
  )
}
