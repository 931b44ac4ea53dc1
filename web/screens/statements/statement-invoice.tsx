import { Anchor, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, downloadUrl, take } from '../../api/client.ts'
import { useMe } from '../../api/session.ts'
import { Facts } from '../../parts/facts.tsx'
import { Money } from '../../parts/money.tsx'
import { Section } from '../../parts/page.tsx'
import { Day } from '../../parts/when.tsx'

/** The invoice that a statement has: net, VAT and total. The statement itself is without VAT. */
export function StatementInvoice({ statementId }: { statementId: string }) {
  const { may } = useMe()
  const query = useQuery({ queryKey: ['statements', statementId, 'invoice'], enabled: may('payouts:read'), queryFn: () => take(api.GET('/api/v1/invoices', { params: { query: { statement: statementId, limit: 1 } } })) })
  const invoice = query.data?.items[0]
  if (!invoice) return null
  const [document] = invoice.files
  const base = `/api/v1/invoices/${invoice.id}` as const
  const href = invoice.kind === 'self' ? downloadUrl(`${base}/invoice.pdf`) : document && downloadUrl(`${base}/files/${document.id}`)
  return (
    <Section title="Invoice">
      <Facts items={{
        Number: href ? <Anchor size="sm" href={href} download>{invoice.number}</Anchor> : invoice.number, Of: <Day date={invoice.issuedOn} />, 'Raised by': invoice.kind === 'self' ? 'Us, for the partner' : invoice.partner.name, Net: <Money amount={invoice.net} />,
        [invoice.vatPercent > 0 ? `VAT at ${invoice.vatPercent} %` : 'VAT']: <Money amount={invoice.vat} />, Total: <Money amount={invoice.gross} />,
      }}
      />
      <Text size="xs" c="dimmed" mt="xs">{invoice.sentence}{invoice.vat.amountMinor !== '0' && (invoice.vatPayment ? ' Its VAT is in a payment.' : ' Its VAT is paid with the next payment.')}</Text>
    </Section>
  )
}
