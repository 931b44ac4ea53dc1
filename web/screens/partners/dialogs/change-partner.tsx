import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { api, take } from '../../../api/client.ts'
import { useOwners } from '../../../api/session.ts'
import { FormDialog } from '../../../parts/dialog.tsx'
import { partnerStateChoices } from '../../../parts/state.tsx'
import { timeZones } from '../../../parts/time-zones.ts'
import { required, useForm } from '../../../parts/use-form.ts'
import { partnerTypeChoices, type Partner } from '../queries.ts'

/** Changes what is known of a partner, and where it stands. */
export function ChangePartner({ partner, onClose }: { partner: Partner; onClose: () => void }) {
  const form = useForm({
    initial: { name: partner.name, type: partner.type as string, state: partner.state as string, ownerId: partner.owner.id, timeZone: partner.timeZone, website: partner.website ?? '', why: '' },
    checks: { name: required('The partner needs a name.') },
    submit: async ({ type, state, ...change }) => {
      await take(api.PATCH('/api/v1/partners/{id}', { params: { path: { id: partner.id } }, body: { ...change, type: type as Partner['type'], state: state as Partner['state'] } }))
      onClose()
    },
  })
  return (
    <FormDialog title={`Change ${partner.name}`} onClose={onClose} verb="Save changes" form={form}>
      <TextInput label="Name" data-autofocus {...form.field('name')} />
      <NativeSelect label="Type" data={partnerTypeChoices} {...form.field('type')} />
      <NativeSelect label="State" description="From paused and ended partners no introductions are taken." data={partnerStateChoices} {...form.field('state')} />
      <NativeSelect label="Owner" data={useOwners()} {...form.field('ownerId')} />
      <NativeSelect label="Time zone" data={timeZones(partner.timeZone)} {...form.field('timeZone')} />
      <TextInput label="Website (optional)" inputMode="url" {...form.field('website')} />
      <Textarea label="Why (optional)" description="Stands in the timeline." minRows={1} {...form.field('why')} />
    </FormDialog>
  )
}
