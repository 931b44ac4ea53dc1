import { Anchor, NativeSelect, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, downloadUrl, send, take, type Schemas } from '../../api/client.ts'
import { useMe, useWorkspace } from '../../api/session.ts'
import { uploadDocument } from '../../api/upload-file.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { FormDialog } from '../../parts/dialog.tsx'
import { A } from '../../parts/link.tsx'
import { Money } from '../../parts/money.tsx'
import { sayPercent } from '../../parts/numbers.ts'
import { Section } from '../../parts/page.tsx'
import { quarterOf } from '../../parts/quarters.ts'
import { SentFiles } from '../../parts/sent-files.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { todayIn } from '../../parts/time.ts'
import { required, useForm } from '../../parts/use-form.ts'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import type { Partner } from './queries.ts'

type Invoicing = Schemas['Invoicing']
const modes = [{ value: 'none', label: 'No invoices are exchanged' }, { value: 'partner', label: 'The partner raises one for each statement' }, { value: 'self', label: 'We raise them for the partner (self-billing)' }]
const modeWords: Record<Invoicing['mode'], string> = { none: 'No invoices are exchanged.', partner: 'The partner raises an invoice for each statement, and is paid once it is here.', self: 'We raise invoices for the partner.' }

/** Who raises invoices with the partner, and the invoices so far. */
export function PartnerInvoicing({ partner }: { partner: Partner }) {
  const { may } = useMe()
  const [changing, setChanging] = useState(false)
  const enabled = may('payouts:read')
  const invoicing = useQuery({ queryKey: ['partners', partner.id, 'invoicing'], enabled, queryFn: () => take(api.GET('/api/v1/partners/{id}/invoicing', { params: { path: { id: partner.id } } })) }).data
  const invoices = useQuery({ queryKey: ['partners', partner.id, 'invoices'], enabled, queryFn: () => take(api.GET('/api/v1/invoices', { params: { query: { partner: partner.id, limit: 20 } } })) }).data?.items ?? []
  if (!invoicing) return null
  return (
    <Section title="Invoices" action={<CanButton can={invoicing.can.change} onClick={() => setChanging(true)} aria-label={`Change invoices of ${partner.name}`}>Change</CanButton>}>
      <Text size="sm" c="dimmed" mb="xs">{modeWords[invoicing.mode]}{invoicing.agreedOn && <> Agreed on <Day date={invoicing.agreedOn} />.</>}{invoicing.mode !== 'none' && invoicing.from && <> From statements of periods that end on <Day date={invoicing.from} /> or later.</>}{invoicing.mode !== 'none' && invoicing.vatPercent > 0 && ` VAT ${sayPercent(invoicing.vatPercent)}, where the partner charges it.`}</Text>
      {invoices.length > 0 && (
        <SmallTable
          caption="Invoices" rows={invoices} keyOf={(one) => one.id}
          columns={[
            { key: 'number', header: 'Number', cell: (one) => (one.kind === 'self' ? <Anchor size="sm" href={downloadUrl(`/api/v1/invoices/${one.id}/invoice.pdf`)} download>{one.number}</Anchor> : <span style={{ whiteSpace: 'nowrap' }}>{one.number}</span>) },
            { key: 'on', header: 'Of', cell: (one) => <Day date={one.issuedOn} /> },
            { key: 'statement', header: 'For', cell: (one) => <A size="sm" to={paths.issuedStatement(one.statementId)}>its statement</A> },
            { key: 'files', header: 'Document', cell: (one) => (one.kind === 'self' ? '' : <Document invoice={one} />) },
            { key: 'vat', header: 'VAT', numeric: true, minor: true, cell: (one) => <Money amount={one.vat} /> },
            { key: 'gross', header: 'Total', numeric: true, cell: (one) => <Money amount={one.gross} /> },
          ]}
        />
      )}
      {changing && <Change partner={partner} invoicing={invoicing} onClose={() => setChanging(false)} />}
    </Section>
  )
}

type Invoice = Schemas['Invoice']
/** What the partner sent as its invoice; the newest counts. */
function Document({ invoice }: { invoice: Invoice }) {
  return (
    <SentFiles of={`/api/v1/invoices/${invoice.id}/files`} files={invoice.files.slice(0, 1)} can={invoice.can.addFile} accept=".pdf,.xml" add={(file) => uploadDocument(file, `/invoices/${invoice.id}/files`)} verb={invoice.files.length === 0 ? 'Add file' : 'Replace file'}>
      {invoice.files.length > 1 && <Text size="xs" c="dimmed">Before it: {invoice.files.slice(1).map((file, i) => <span key={file.id}>{i > 0 && ', '}<Anchor size="xs" href={downloadUrl(`/api/v1/invoices/${invoice.id}/files/${file.id}`)} download>{file.name}</Anchor></span>)}</Text>}
    </SentFiles>
  )
}

function Change({ partner, invoicing, onClose }: { partner: Partner; invoicing: Invoicing; onClose: () => void }) {
  const { timeZone } = useWorkspace()
  const form = useForm({
    initial: { mode: invoicing.mode as string, from: invoicing.from ?? quarterOf(todayIn(timeZone)).from, agreedOn: invoicing.agreedOn ?? '', vatPercent: String(invoicing.vatPercent), address: invoicing.address ?? '' },
    checks: { from: required('From which day on.'), vatPercent: (text) => (/^\d{1,3}(\.\d{1,2})?$/.test(text.trim()) ? undefined : 'A percentage such as 19.') },
    submit: async ({ mode, from, agreedOn, vatPercent, address }) => {
      await send(api.PUT('/api/v1/partners/{id}/invoicing', { params: { path: { id: partner.id } }, body: { mode: mode as Invoicing['mode'], from, agreedOn: agreedOn || null, vatPercent: Number(vatPercent), address: address.trim() || null } }))
      onClose()
    },
  })
  const isSelf = form.values.mode === 'self'
  return (
    <FormDialog title={`Invoices of ${partner.name}`} verb="Save invoicing" onClose={onClose} form={form}>
      <NativeSelect label="Who raises them" data={modes} data-autofocus {...form.field('mode')} />
      {form.values.mode !== 'none' && (
        <>
          <TextInput label="From" description="Statements of periods that end on this day or later" type="date" {...form.field('from')} />
          <TextInput label="VAT in percent" description="Counts where the partner charges VAT; number and treatment are what they confirmed." inputMode="decimal" {...form.field('vatPercent')} />
        </>
      )}
      {isSelf && (
        <>
          <TextInput label="Self-billing agreed on" type="date" {...form.field('agreedOn')} />
          <Textarea label="Address of the partner" description="As it stands on invoices" autosize minRows={2} {...form.field('address')} />
        </>
      )}
    </FormDialog>
  )
}
