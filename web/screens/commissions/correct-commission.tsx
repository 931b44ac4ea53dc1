import { NativeSelect, Text, Textarea, TextInput } from '@mantine/core'
import { api, take } from '../../api/client.ts'
import { useWorkspace } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { CompanySelect } from '../../parts/company-select.tsx'
import { FormDialog } from '../../parts/dialog.tsx'
import { PartnerSelect } from '../../parts/partner-select.tsx'
import { sayCount } from '../../parts/numbers.ts'
import { todayIn } from '../../parts/time.ts'
import { required, useForm } from '../../parts/use-form.ts'
import type { CommissionDetail } from './queries.ts'

const hows = [{ value: 'replaced', label: 'Something about it was told wrongly' }, { value: 'lowered', label: 'A part of it fell away' }, { value: 'withdrawn', label: 'It never was' }]

/** Says what is wrong about the item behind a line. The line stays; what follows is booked beside it with the reason. */
export function CorrectCommission({ line, onClose }: { line: CommissionDetail; onClose: () => void }) {
  const { timeZone } = useWorkspace()
  const about = line.about
  const initial = { how: 'replaced', why: '', amount: about?.amount ?? '', at: (about?.at ?? '').slice(0, 10), partner: about?.partner ?? '', account: about?.account ?? '', lowerBy: '', on: todayIn(timeZone) }
  const form = useForm({
    initial, checks: { why: required('Say what was wrong; it stands at what is booked.') }, draft: `correct.${line.id}`,
    names: { 'change.amount': 'amount', 'change.at': 'at', 'change.partner': 'partner', 'change.account': 'account', 'lowerBy.amount': 'lowerBy', 'lowerBy.on': 'on', change: 'how' },
    submit: async (values) => {
      const why = values.why.trim()
      const changed = (field: 'amount' | 'at' | 'partner' | 'account') => (values[field].trim() !== initial[field] && values[field].trim() !== '' ? { [field]: values[field].trim() } : {})
      const body = values.how === 'withdrawn' ? { how: 'withdrawn' as const, why } : values.how === 'lowered' ? { how: 'lowered' as const, why, lowerBy: { amount: values.lowerBy.trim(), on: values.on } }
        : { how: 'replaced' as const, why, change: { ...changed('amount'), ...changed('at'), ...changed('partner'), ...changed('account') } }
      const { commissionIds } = await take(api.POST('/api/v1/commissions/{id}/corrections', { params: { path: { id: line.id } }, body }))
      onClose()
      say(commissionIds.length === 0 ? 'It is corrected. Nothing had to be booked for it.' : `It is corrected; ${sayCount(commissionIds.length, 'line')} booked beside this one.`)
    },
  })
  const { how } = form.values
  // Told as one of our companies, it is chosen among them.
  const isOurs = initial.account.startsWith('co_')
  return (
    <FormDialog title="Correct what this line pays for" verb="Correct" onClose={onClose} form={form} isDangerous={how === 'withdrawn'}>
      <Text size="sm">The line stays as it is. What follows from the correction is booked beside it, in the open period.</Text>
      <NativeSelect label="What is wrong" data={hows} data-autofocus {...form.field('how')} />
      {how === 'replaced' && (
        <>
          {about?.amount !== null && <TextInput label={`Amount${about?.currency ? ` in ${about.currency}` : ''}`} description="Of the item, not of the commission" inputMode="decimal" {...form.field('amount')} />}
          <TextInput label="Day" type="date" {...form.field('at')} />
          {about?.partner && <PartnerSelect label="Partner" value={form.values.partner} onChange={(id) => form.set('partner', id ?? '')} />}
          {isOurs ? <CompanySelect label="Company" name="account" value={form.values.account} error={form.field('account').error} onChange={(id) => form.set('account', id)} />
            : <TextInput label="Company" description="The name under which your billing tells it" {...form.field('account')} />}
        </>
      )}
      {how === 'lowered' && (
        <>
          <TextInput label={`Fell away${about?.currency ? `, in ${about.currency}` : ''}`} description="Of the item, not of the commission" inputMode="decimal" {...form.field('lowerBy')} />
          <TextInput label="On" type="date" {...form.field('on')} />
        </>
      )}
      <Textarea label="Why" description="It stands at what is booked, and in the event log." {...form.field('why')} />
    </FormDialog>
  )
}
