import { Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useWorkspace } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { todayIn } from '../../parts/time.ts'
import { required, useForm } from '../../parts/use-form.ts'
import type { Decidable, Hypothesis } from './queries.ts'

export const decisionWords: Record<Decidable, { verb: string; title: string; means: string; done: string }> = {
  testing: { verb: 'Begin test', title: 'Begin the test', means: 'From the first day on, what its partners introduce counts. Its predictions keep their history from then on.', done: 'The test has begun.' },
  supported: { verb: 'Mark supported', title: 'The data support it', means: 'The test ends today. Partners stay, and you may take in more.', done: 'It is supported.' },
  refuted: { verb: 'Mark refuted', title: 'The data refute it', means: 'The test ends today. No partner is added any more; those in it stay partners.', done: 'It is refuted.' },
  inconclusive: { verb: 'Mark inconclusive', title: 'The data do not tell', means: 'The test ends today without an answer. To go on, move its review date instead.', done: 'It is inconclusive.' },
  closed: { verb: 'Close', title: 'Close it', means: 'It stays readable as it is and can no longer be changed.', done: 'It is closed.' },
}

/** A person decides, with a reason; a third partner type under test needs one more. */
export function DecideHypothesis({ hypothesis, to, onClose }: { hypothesis: Hypothesis; to: Decidable; onClose: () => void }) {
  const today = todayIn(useWorkspace().timeZone)
  const [isThird, setThird] = useState(false)
  const { verb, title, means, done } = decisionWords[to]
  const form = useForm({
    initial: { why: '', since: today, focusWhy: '' }, checks: { why: required('Say why.') },
    submit: async ({ why, since, focusWhy }) => {
      try {
        await take(api.PUT('/api/v1/hypotheses/{id}/decision', { params: { path: { id: hypothesis.id } }, body: { to, why, ...(to === 'testing' ? { since, focusWhy } : {}) } }))
      } catch (error) {
        if ('focusWhy' in problemOf(error).fields) setThird(true)
        throw error
      }
      onClose()
      say(done)
    },
  })
  return (
    <FormDialog title={title} onClose={onClose} verb={verb} form={form}>
      <Text size="sm" c="dimmed">{means}</Text>
      {to === 'testing' && <TextInput label="First day" description="Earlier than today when it runs already" type="date" {...form.field('since')} />}
      <Textarea label="Why" data-autofocus {...form.field('why')} />
      {isThird && <Textarea label="Why a third partner type at once" {...form.field('focusWhy')} />}
    </FormDialog>
  )
}
