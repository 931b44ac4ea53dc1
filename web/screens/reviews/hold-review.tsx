import { NativeSelect, Text, Textarea, TextInput } from '@mantine/core'
import { api, take } from '../../api/client.ts'
import { useWorkspace } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { todayIn } from '../../parts/time.ts'
import { required, useForm } from '../../parts/use-form.ts'
import { conclusionWords, type Conclusion, type Review } from './queries.ts'

/** The talk took place: when, who was there, and what follows. Afterwards its numbers stay as they are now. */
export function HoldReview({ review, onClose }: { review: Review; onClose: () => void }) {
  const form = useForm({
    initial: { heldOn: todayIn(useWorkspace().timeZone), attendees: '', conclusion: '', why: '' }, draft: `held.${review.id}`,
    checks: { heldOn: required('Say on which day.'), attendees: required('Say who was there.'), conclusion: required('Say what follows.'), why: required('Say why; it is what the next review is read against.') },
    submit: async ({ conclusion, ...said }) => {
      await take(api.PUT('/api/v1/reviews/{id}/held', { params: { path: { id: review.id } }, body: { ...said, conclusion: conclusion as Conclusion } }))
      onClose()
      say('Its numbers stay as they are now.')
    },
  })
  return (
    <FormDialog title="Record the talk" onClose={onClose} verb="Freeze the numbers" form={form}>
      <Text size="sm" c="dimmed">The numbers freeze as they read now, and this is not changed afterwards. Notes can still be corrected, actions still added.{review.numbers.period.isRunning && ' The quarter is under way, so its numbers are so far.'}</Text>
      <TextInput label="Held on" type="date" data-autofocus {...form.field('heldOn')} />
      <TextInput label="Who was there" {...form.field('attendees')} />
      <NativeSelect label="What follows" data={[{ value: '', label: 'Choose' }, ...Object.entries(conclusionWords).map(([value, { word, means }]) => ({ value, label: `${word}: ${means}` }))]} {...form.field('conclusion')} />
      {form.values.conclusion === 'fit_conversation' && <Text size="sm" role="status">The rule asks for it after two full quarters in which you enabled the partner and nothing came. What you did to enable them is not kept here, so nothing here says whose failure it is: say in the reason what you did. Where that was little, it is yours, and “Fix” is the answer.</Text>}
      <Textarea label="Why" {...form.field('why')} />
    </FormDialog>
  )
}
