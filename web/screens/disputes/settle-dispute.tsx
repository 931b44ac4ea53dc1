import { NativeSelect, Text, Textarea, TextInput } from '@mantine/core'
import { say } from '../../api/use-act.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { A } from '../../parts/link.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { paths } from '../../paths.ts'
import { settleDispute, type Dispute, type Outcome } from './queries.ts'

const outcomes: { value: Outcome; label: string }[] = [{ value: 'upheld', label: 'Upheld: the line stands' }, { value: 'adjusted', label: 'Adjusted: the line is corrected' }, { value: 'withdrawn', label: 'Withdrawn by the partner' }]

/** Ends a dispute. It moves no money: what is wrong is put right by telling a fact or withdrawing one, and the settlement names it. */
export function SettleDispute({ dispute, onClose }: { dispute: Dispute; onClose: () => void }) {
  const form = useForm({
    initial: { outcome: 'upheld', why: '', factId: '' }, checks: { why: required('Say why; the partner reads it.') }, draft: `settle-dispute.${dispute.id}`,
    submit: async ({ outcome, why, factId }) => {
      await settleDispute(dispute.id, { outcome: outcome as Outcome, why: why.trim(), factId: outcome === 'adjusted' ? factId.trim() || null : null })
      onClose()
      say('Settled. The money it held is free, and the partner has been told.')
    },
  })
  const isAdjusted = form.values.outcome === 'adjusted'
  return (
    <FormDialog title={`Settle the dispute of ${dispute.partner.name}`} onClose={onClose} verb="Settle" form={form}>
      <NativeSelect label="How" data={outcomes} data-autofocus {...form.field('outcome')} />
      {isAdjusted && (
        <>
          <Text size="sm">{dispute.commission.item ? <>The line is about the fact “{dispute.commission.item}”. Tell what holds, or withdraw it, and name that fact here; the ledger books the difference by itself.</> : <>The line follows from the <A to={paths.commission(dispute.commission.id)}>introduction or opportunity behind it</A>: correct that, and the ledger books the difference by itself.</>}</Text>
          <TextInput label="Fact that put it right (optional)" description="Its id, as it was told" {...form.field('factId')} />
        </>
      )}
      <Textarea label="Why" description="The partner reads it." {...form.field('why')} />
    </FormDialog>
  )
}
