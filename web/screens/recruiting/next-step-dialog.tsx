import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { api, take } from '../../api/client.ts'
import { useOwners, useWorkspace } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { todayIn } from '../../parts/time.ts'
import { required, useForm } from '../../parts/use-form.ts'
import type { Candidate } from './queries.ts'

/** What is done next, by whom and on which day, and why they would recommend us. */
export function NextStepDialog({ candidate: c, onClose }: { candidate: Candidate; onClose: () => void }) {
  const { timeZone } = useWorkspace()
  const owners = useOwners()
  const patch = (body: { nextStep?: { text: string; on: string; by: string | null } | null; hypothesisNote?: string }) => take(api.PATCH('/api/v1/candidates/{id}', { params: { path: { id: c.id } }, body }))
  const form = useForm({
    initial: { text: c.nextStep?.text ?? '', on: c.nextStep?.on ?? todayIn(timeZone), by: c.nextStep?.by.id ?? '', note: c.hypothesisNote ?? '' }, checks: { text: required('Say what is done next.'), on: required('Choose a day.') },
    names: { 'nextStep.text': 'text', 'nextStep.on': 'on', hypothesisNote: 'note' },
    submit: async ({ text, on, by, note }) => {
      await patch({ nextStep: { text, on, by: by || null }, hypothesisNote: note })
      onClose()
    },
  })
  const drop = useAct(() => patch({ nextStep: null }), { onDone: onClose })
  return (
    <FormDialog title={`Next step with ${c.name}`} verb="Save" onClose={onClose} form={form}>
      <TextInput label="What" data-autofocus {...form.field('text')} />
      <TextInput label="When" type="date" {...form.field('on')} />
      <NativeSelect label="Who" data={[{ value: '', label: 'The owner' }, ...owners]} {...form.field('by')} />
      <Textarea label="Why they would recommend us (optional)" {...form.field('note')} />
      {c.nextStep && <Button variant="subtle" color="gray" style={{ alignSelf: 'flex-start' }} loading={drop.busy} onClick={() => drop.run()}>It is done; nothing is planned</Button>}
    </FormDialog>
  )
}
