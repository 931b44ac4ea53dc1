import { Radio, Stack, Text, Textarea } from '@mantine/core'
import { say } from '../../../api/use-act.ts'
import { FormDialog } from '../../../parts/dialog.tsx'
import { required, useForm } from '../../../parts/use-form.ts'
import type { Referral } from '../queries.ts'
import { referralVerbs, type DeclineReason } from '../verbs.ts'

const reasons: [DeclineReason, string][] = [
  ['not_a_fit', 'They do not fit what we do well.'],
  ['came_second', 'Another introduction of this buyer came first.'],
  ['already_talking', 'We were already talking with this buyer before your introduction.'],
  ['no_need', 'They told us they have no need at the moment.'],
  ['no_answer', 'We could not reach them.'],
  ['no_consent', 'They have not agreed to be contacted.'],
  ['other', 'In my own words'],
]

/** Decline: the partner reads the reason exactly as it stands here. */
export function DeclineReferral({ referral, onClose }: { referral: Referral; onClose: () => void }) {
  const form = useForm({
    initial: { reason: '', why: '' },
    checks: { reason: required('Choose a reason; the partner reads it.'), why: (why, { reason }) => (reason === 'other' && !why.trim() ? 'Say why, in a sentence the partner will read.' : undefined) },
    submit: async ({ reason, why }) => {
      await referralVerbs(referral.id).decline(reason as DeclineReason, why)
      onClose()
      say(`Declined. ${referral.partner.name} has been told why.`)
    },
  })
  const { reason, why } = form.values
  const sentence = [reason === 'other' ? '' : reasons.find(([code]) => code === reason)?.[1], why.trim()].filter(Boolean).join(' ')
  return (
    <FormDialog title={`Decline the introduction of ${referral.company.name}`} onClose={onClose} verb="Decline with reason" form={form} isDangerous>
      <Radio.Group label="Reason" description="The partner reads it." value={reason} error={form.field('reason').error} onChange={(value) => form.set('reason', value)}>
        <Stack gap={6} mt="xs">
          {reasons.map(([code, label], i) => <Radio key={code} name="reason" value={code} label={label} size="sm" {...(i === 0 ? { 'data-autofocus': true } : {})} />)}
        </Stack>
      </Radio.Group>
      <Textarea label={reason === 'other' ? 'Your words' : 'Anything to add (optional)'} {...form.field('why')} />
      {sentence && <Text size="sm" c="dimmed">{referral.contact?.name ?? referral.partner.name} will read: “{sentence}”</Text>}
    </FormDialog>
  )
}
