import { NativeSelect, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, take } from '../../api/client.ts'
import { useWorkspace } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { A } from '../../parts/link.tsx'
import { PartnerSelect } from '../../parts/partner-select.tsx'
import { todayIn } from '../../parts/time.ts'
import { required, useForm } from '../../parts/use-form.ts'
import { paths } from '../../paths.ts'
import type { PartnerType } from '../partners/queries.ts'
import { choicesQuery, type Hypothesis } from './queries.ts'
import { titleOf } from './title.ts'

type Props = { onClose: () => void } & ({ hypothesis: Hypothesis; partner?: never } | { partner: { id: string; type: PartnerType }; hypothesis?: never })

/** Which hypothesis a partner belongs to from a day on: asked from either side. */
export function PlacePartner({ hypothesis, partner, onClose }: Props) {
  const today = todayIn(useWorkspace().timeZone)
  const open = (useQuery({ ...choicesQuery, enabled: partner !== undefined }).data ?? []).filter((one) => one.type === partner?.type && ['draft', 'testing', 'supported'].includes(one.state))
  const form = useForm({
    initial: { partnerId: partner?.id ?? '', hypothesisId: hypothesis?.id ?? '', from: today, why: '' },
    checks: {
      partnerId: required('Choose a partner.'), hypothesisId: required('Choose a hypothesis.'), from: required('Say from which day on.'),
      why: (why, { from }) => (from < today && !why.trim() ? 'This day is in the past, so what was introduced since then counts elsewhere. Say why.' : undefined),
    },
    submit: async ({ partnerId, hypothesisId, from, why }) => {
      await take(api.PUT('/api/v1/partners/{id}/hypothesis', { params: { path: { id: partnerId } }, body: { hypothesisId: hypothesisId === 'none' ? null : hypothesisId, from, why } }))
      onClose()
      say('What the partner introduces counts there from that day on.')
    },
  })
  const partnerField = form.field('partnerId')
  return (
    <FormDialog title={hypothesis ? 'Add a partner' : 'Hypothesis of this partner'} onClose={onClose} verb={hypothesis ? 'Add partner' : 'Save'} form={form}>
      {hypothesis && <Text size="sm" c="dimmed">A partner belongs to one hypothesis at a time; it leaves the one it is in.</Text>}
      {hypothesis && <PartnerSelect label="Partner" name="partnerId" value={partnerField.value} error={partnerField.error} autoFocus onChange={(id) => partnerField.onChange(id)} />}
      {partner && open.length === 0 && <Text size="sm">No hypothesis about this partner type takes partners. <A to={paths.newHypothesis()}>Write one</A> first.</Text>}
      {partner && <NativeSelect label="Hypothesis" data={[{ value: '', label: 'Choose' }, ...open.map((one) => ({ value: one.id, label: titleOf(one) })), { value: 'none', label: 'None' }]} data-autofocus {...form.field('hypothesisId')} />}
      <TextInput label="From" type="date" {...form.field('from')} />
      <Textarea label={form.values.from < today ? 'Why' : 'Why (optional)'} {...form.field('why')} />
    </FormDialog>
  )
}
