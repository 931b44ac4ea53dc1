import { NativeSelect, Text, Textarea } from '@mantine/core'
import { useMe, useOwners } from '../../../api/session.ts'
import { say } from '../../../api/use-act.ts'
import { FormDialog } from '../../../parts/dialog.tsx'
import { required, useForm } from '../../../parts/use-form.ts'
import { decideConflict } from '../verbs.ts'

type Props = { conflict: { id: string; reasons: string[] }; company: string; partner: string; outcome: 'credited' | 'not_credited'; onClose: () => void }

/** Whose buyer it is: decided once, with a reason that the partner reads. */
export function DecideConflict({ conflict, company, partner, outcome, onClose }: Props) {
  const { memberId } = useMe()
  const owners = useOwners()
  const credits = outcome === 'credited'
  const form = useForm({
    initial: { why: '', ownerId: memberId ?? '' }, checks: { why: required('Say why; the partner reads it.') }, draft: `conflict.${conflict.id}`,
    submit: async ({ why, ownerId }) => {
      await decideConflict(conflict.id, outcome, why, credits ? ownerId : undefined)
      onClose()
      say(credits ? `Credited to ${partner}. The introduction is accepted.` : `Not credited. ${partner} has been told why.`)
    },
  })
  return (
    <FormDialog title={`${credits ? 'Credit' : 'Do not credit'} ${partner} for ${company}`} onClose={onClose} verb={credits ? `Credit ${partner}` : 'Do not credit'} form={form} isDangerous={!credits}>
      <Text size="sm" c="dimmed" component="ul">{conflict.reasons.map((reason) => <li key={reason}>{reason}</li>)}</Text>
      <Text size="sm">{credits ? 'The buyer is theirs from now on, and the introduction is accepted.' : 'The introduction is declined, and the partner reads why.'}</Text>
      {credits && <NativeSelect label="Owner" description="Gets in touch with the buyer" data={owners} {...form.field('ownerId')} />}
      <Textarea label="Why" description={`${partner} reads it. Do not name another partner.`} data-autofocus {...form.field('why')} />
    </FormDialog>
  )
}
