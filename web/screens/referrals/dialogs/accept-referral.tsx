import { NativeSelect, Textarea } from '@mantine/core'
import { say } from '../../../api/use-act.ts'
import { useMe, useOwners } from '../../../api/session.ts'
import { FormDialog } from '../../../parts/dialog.tsx'
import { useForm } from '../../../parts/use-form.ts'
import type { Referral } from '../queries.ts'
import { referralVerbs } from '../verbs.ts'

/** Accept: someone owns it and promises the first contact. */
export function AcceptReferral({ referral, onClose }: { referral: Referral; onClose: () => void }) {
  const { memberId } = useMe()
  const owners = useOwners()
  const form = useForm({
    initial: { ownerId: referral.owner?.id ?? memberId ?? '', why: '' },
    submit: async ({ ownerId, why }) => {
      await referralVerbs(referral.id).accept(ownerId, why)
      onClose()
      say(`Accepted. ${referral.partner.name} has been told.`)
    },
  })
  return (
    <FormDialog title={`Accept the introduction of ${referral.company.name}`} onClose={onClose} verb="Accept introduction" form={form}>
      <NativeSelect label="Owner" description="Gets in touch with the buyer" data={owners} data-autofocus {...form.field('ownerId')} />
      <Textarea label="A word to the partner (optional)" {...form.field('why')} />
    </FormDialog>
  )
}
