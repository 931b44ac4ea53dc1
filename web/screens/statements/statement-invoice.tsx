import { Anchor, Button, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, downloadUrl, take, type Schemas } from '../../api/client.ts'
import { useMe } from '../../api/session.ts'
import { Facts } from '../../parts/facts.tsx'
import { formatMoney, Money } from '../../parts/money.tsx'
import { sayPercent } from '../../parts/numbers.ts'
import { Section } from '../../parts/page.tsx'
import { Day } from '../../parts/when.tsx'
import { plain, type Wanted } from './queries.ts'
import { TellInvoice } from './tell-invoice.tsx'

type Invoice = Schemas['Invoice']

/** The invoice and credit notes that a statement has, and those that it waits for. The statement itself is without VAT. */
export function StatementInvoices({ statementId }: { statementId: string }) {
  const { may } = useMe()
  const [telling, setTelling] = useState<Wanted | null>(null)
  const invoices = useQuery({ queryKey: ['statements', statementId, 'invoices'], enabled: may('payouts:read'), queryFn: () => take(api.GET('/api/v1/invoices', { params: { query: { statement: statementId, limit: 100 } } })) }).data?.items ?? []
  const wanted = useQuery({ queryKey: ['statements', statementId, 'wanted'], enabled: may('payouts:read'), queryFn: () => take(api.GET('/api/v1/statements/{id}/wanted-invoices', { params: { path: { id: statementId } } })) }).data?.items ?? []
  return (
    <>
      {invoices.toSorted((a, b) => (a.credits === null ? -1 : b.credits === null ? 1 : 0)).map((one) => <Told key={one.id} of={one} />)}
      {wanted.map((one) => (
        <Section key={one.credits?.id ?? 'invoice'} title={one.credits ? 'Credit note wanted' : 'Invoice wanted'}>
          <Stack gap="xs" align="flex-start">
            <Text size="sm">{one.credits ? <>A part of invoice {one.credits.number} was taken back. </> : <>What the statement tells is paid once its invoice is here. </>}{formatMoney(plain(one.gross))}{one.vat.amountMinor !== '0' && <>, of which {formatMoney(plain(one.vat))} VAT</>}.</Text>
            {one.raisedBy === 'self' ? <Text size="xs" c="dimmed">We make it out a moment after the statement is issued.</Text> : may('payouts:write') && <Button size="xs" variant="default" onClick={() => setTelling(one)}>{one.credits ? 'Enter credit note' : 'Enter invoice'}</Button>}
          </Stack>
        </Section>
      ))}
      {telling && <TellInvoice statementId={statementId} wanted={telling} onClose={() => setTelling(null)} />}
    </>
  )
}

function Told({ of: one }: { of: Invoice }) {
  const [document] = one.files
  const base = `/api/v1/invoices/${one.id}` as const
  const href = one.kind === 'self' ? downloadUrl(`${base}/invoice.pdf`) : document && downloadUrl(`${base}/files/${document.id}`)
  const isNote = one.net.amountMinor.startsWith('-')
  return (
    <Section title={isNote ? 'Credit note' : 'Invoice'}>
      <Facts items={{
        Number: href ? <Anchor size="sm" href={href} download>{one.number}</Anchor> : one.number, Of: <Day date={one.issuedOn} />, 'Takes back of': one.credits?.number, 'Raised by': one.kind === 'self' ? 'Us, for the partner' : one.partner.name, Net: <Money amount={one.net} />,
        [one.vatPercent > 0 ? `VAT at ${sayPercent(one.vatPercent)}` : 'VAT']: <Money amount={one.vat} />, Total: <Money amount={one.gross} />, 'Left of it': one.left && one.left.amountMinor !== one.net.amountMinor && <><Money amount={one.left} /> net, after credit notes</>,
      }}
      />
      <Text size="xs" c="dimmed" mt="xs">{one.sentence} <VatPaid of={one} /></Text>
    </Section>
  )
}

/** Which payments have its VAT, and what waits. */
function VatPaid({ of: { vat, vatPayment, vatPayments } }: { of: Invoice }) {
  if (vat.amountMinor === '0') return null
  if (vatPayment) return <>Its VAT is in a payment.</>
  const open = BigInt(vat.amountMinor) - vatPayments.reduce((sum, one) => sum + BigInt(one.vat.amountMinor), 0n)
  if (vatPayments.length === 0) return <>{vat.amountMinor.startsWith('-') ? 'The next payment is less by its VAT.' : 'Its VAT is paid with its lines.'}</>
  return <>Its VAT is in {vatPayments.length} {vatPayments.length === 1 ? 'payment' : 'payments'}{open !== 0n && <>; {formatMoney({ amountMinor: open.toString(), currency: vat.currency })} waits with its lines</>}.</>
}
