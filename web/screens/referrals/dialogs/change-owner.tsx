import { NativeSelect } from '@mantine/core'
import { useMe, useOwners } from '../../../api/session.ts'
import { FormDialog } from '../../../parts/dialog.tsx'
import { useForm } from '../../../parts/use-form.ts'
import type { Referral } from '../queries.ts'
import { referralVerbs } from '../verbs.ts'

/** Hand it, and its running promises, to another member. */
export function ChangeOwner({ referral, onClose }: { referral: Referral; onClose: () => void }) {
  const { memberId } = useMe()
  const form = useForm({
    initial: { ownerId: referral.owner?.id ?? memberId ?? '' },
    submit: async ({ ownerId }) => {
      await referralVerbs(referral.id).owner(ownerId)
      onClose()
    },
  })
  return (
    <FormDialog title="Hand it over" onClose={onClose} verb="Hand over" form={form}>
      <NativeSelect label="Owner" description="The running promises go along." data={useOwners()} data-autofocus {...form.field('ownerId')} />
    </FormDialog>
  )
}
