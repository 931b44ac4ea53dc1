import { NativeSelect, Text } from '@mantine/core'
import { FormDialog } from '../../parts/dialog.tsx'
import { PartnerSelect } from '../../parts/partner-select.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { openReview } from './queries.ts'

/** Which partner, which quarter; where there is a review already it is the one that opens. */
export function NewReview({ quarters, onClose, onOpened }: { quarters: { value: string; label: string }[]; onClose: () => void; onOpened: (id: string) => void }) {
  const form = useForm({
    initial: { partnerId: '', quarter: quarters[1]?.value ?? '' }, checks: { partnerId: required('Choose a partner.') },
    submit: async ({ partnerId, quarter }) => {
      const { id } = await openReview(partnerId, quarter)
      onClose()
      onOpened(id)
    },
  })
  const partner = form.field('partnerId')
  return (
    <FormDialog title="Open a review" onClose={onClose} verb="Open review" form={form}>
      <Text size="sm" c="dimmed">There is one per partner and quarter. Its numbers are live until you say that it was held.</Text>
      <PartnerSelect label="Partner" name="partnerId" value={partner.value} error={partner.error} autoFocus onChange={(id) => partner.onChange(id)} />
      <NativeSelect label="Quarter" data={quarters} {...form.field('quarter')} />
    </FormDialog>
  )
}
