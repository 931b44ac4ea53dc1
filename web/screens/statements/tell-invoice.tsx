import { Text, TextInput } from '@mantine/core'
import { api, take } from '../../api/client.ts'
import { useWorkspace } from '../../api/session.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { formatMoney } from '../../parts/money.tsx'
import { todayIn } from '../../parts/time.ts'
import { required, useForm } from '../../parts/use-form.ts'
import { plain, type Wanted } from './queries.ts'

/** An invoice or a credit note of the partner that came by mail: its number and date; the total is known. */
export function TellInvoice({ statementId, wanted, onClose }: { statementId: string; wanted: Wanted; onClose: () => void }) {
  const { timeZone } = useWorkspace()
  const what = wanted.credits ? 'credit note' : 'invoice'
  const form = useForm({
    initial: { number: '', on: todayIn(timeZone) }, checks: { number: required(`The number of the ${what}.`), on: required('Its date.') },
    submit: async ({ number, on }) => {
      const [params, told] = [{ path: { id: statementId } }, { number, on, amountMinor: plain(wanted.gross).amountMinor }]
      await (wanted.credits ? take(api.POST('/api/v1/statements/{id}/credit-notes', { params, body: { ...told, invoiceId: wanted.credits.id } })) : take(api.POST('/api/v1/statements/{id}/invoice', { params, body: told })))
      onClose()
    },
  })
  return (
    <FormDialog title={`The partner’s ${what}`} verb={`Save ${what}`} onClose={onClose} form={form}>
      <Text size="sm" c="dimmed">{wanted.credits && `It takes back a part of invoice ${wanted.credits.number}. `}Its total must be {formatMoney(plain(wanted.gross))}{wanted.vat.amountMinor !== '0' && `, of which ${formatMoney(plain(wanted.vat))} VAT`}.</Text>
      <TextInput label={`Number of the ${what}`} data-autofocus autoComplete="off" {...form.field('number')} />
      <TextInput type="date" label={`Date of the ${what}`} {...form.field('on')} />
    </FormDialog>
  )
}
