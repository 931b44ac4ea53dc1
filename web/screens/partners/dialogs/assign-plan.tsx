import { NativeSelect, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, take } from '../../../api/client.ts'
import { useWorkspace } from '../../../api/session.ts'
import { say } from '../../../api/use-act.ts'
import { FormDialog } from '../../../parts/dialog.tsx'
import { A } from '../../../parts/link.tsx'
import { todayIn } from '../../../parts/time.ts'
import { required, useForm } from '../../../parts/use-form.ts'
import { paths } from '../../../paths.ts'
import { plansQuery } from '../queries.ts'

/** Which plan holds for the partner, from which day on. */
export function AssignPlan({ partnerId, onClose }: { partnerId: string; onClose: () => void }) {
  const { timeZone } = useWorkspace()
  const plans = useQuery(plansQuery).data ?? []
  const today = todayIn(timeZone)
  const form = useForm({
    initial: { planId: '', from: today, why: '' },
    checks: {
      planId: required('Choose a plan.'), from: required('Say from which day on.'),
      why: (why, { from }) => (from < today && !why.trim() ? 'A day in the past needs a reason: what happened since then is computed again.' : undefined),
    },
    submit: async ({ planId, from, why }) => {
      await take(api.PUT('/api/v1/partners/{id}/plan', { params: { path: { id: partnerId } }, body: { planId, from, why } }))
      onClose()
      say('The plan holds from that day on.')
    },
  })
  const chosen = plans.find((p) => p.id === form.values.planId)
  const isPast = form.values.from < today
  return (
    <FormDialog title="Choose a plan" onClose={onClose} verb="Put on plan" form={form}>
      {plans.length === 0 && <Text size="sm">There is no plan yet. <A to={paths.newPlan()}>Make one</A> first.</Text>}
      <NativeSelect label="Plan" data={[{ value: '', label: 'Choose' }, ...plans.map((p) => ({ value: p.id, label: p.name }))]} data-autofocus {...form.field('planId')} />
      {chosen && <Text size="sm" c="dimmed" component="ul">{chosen.sentences.map((s) => <li key={s}>{s}</li>)}</Text>}
      <TextInput label="From" type="date" {...form.field('from')} />
      <Textarea label={isPast ? 'Why' : 'Why (optional)'} {...form.field('why')} />
    </FormDialog>
  )
}
