import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { api, take } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { FormError } from '../../parts/form-error.tsx'
import { Page } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { EmptyState, Loading } from '../../parts/states.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { paths } from '../../paths.ts'
import { hypothesisQuery, type Hypothesis } from './queries.ts'
import { titleOf } from './title.ts'
import { WordsFields } from './words-fields.tsx'

/** Its words, review date and owner; numbers are changed beside the forecast. */
export function ChangeHypothesis() {
  const { id } = useParams({ strict: false })
  const query = useQuery(hypothesisQuery(id ?? ''))
  if (query.isPending) return <Loading />
  if (query.error) return <PageError error={query.error} retry={() => void query.refetch()} what="The hypothesis" />
  const { can } = query.data
  return (
    <Page title="Change hypothesis" parent={{ title: titleOf(query.data), to: paths.hypothesis(query.data.id) }}>
      {can.change.allowed ? <ChangeForm hypothesis={query.data} /> : <EmptyState title="You cannot change it">{can.change.why}</EmptyState>}
    </Page>
  )
}

function ChangeForm({ hypothesis }: { hypothesis: Hypothesis }) {
  const navigate = useNavigate()
  const { segment, bestPlaced, whyRecommend, gainFinancial, gainStrategic, gainReputational, reviewOn, owner } = hypothesis
  const form = useForm({
    initial: { segment, bestPlaced, whyRecommend, gainFinancial, gainStrategic, gainReputational, reviewOn, ownerId: owner.id, why: '' }, draft: `hypothesis.change.${hypothesis.id}`,
    checks: { segment: required('Say which segment: whom these partners would introduce.'), bestPlaced: required('Say which partner is best placed.'), reviewOn: required('Say when you review it.') },
    submit: async ({ why, ...words }) => {
      await take(api.PATCH('/api/v1/hypotheses/{id}', { params: { path: { id: hypothesis.id } }, body: { ...words, why } }))
      say('Changed.')
      void navigate({ to: paths.hypothesis(hypothesis.id) })
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate style={{ maxWidth: '46rem' }}>
      <Stack gap="md">
        <WordsFields form={form as never} />
        <Textarea label={hypothesis.state === 'draft' ? 'Why (optional)' : 'Why'} {...(hypothesis.state === 'draft' ? {} : { description: 'Needed when the review date moves' })} {...form.field('why')} />
        <FormError problem={form.problem} orphans={form.orphans} />
        <Group><Button type="submit" variant="filled" loading={form.busy}>Save changes</Button></Group>
      </Stack>
    </form>
  )
}
