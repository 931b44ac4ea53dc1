import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useCan } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { ConfirmWhy } from '../../parts/confirm-why.tsx'
import { FormError } from '../../parts/form-error.tsx'
import { A } from '../../parts/link.tsx'
import { formatMoney, Money } from '../../parts/money.tsx'
import { sayCount } from '../../parts/numbers.ts'
import { Page, Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import text from '../../parts/text.module.css'
import { useFilters } from '../../parts/use-filters.ts'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { methodWords, previewQuery, type Preview } from './queries.ts'

type NotPaid = Preview['notPaid'][number]
/** What is left out or paid all the same is all that a partner is owed in a currency; of its groups each has a row. */
const owedIn = (one: { amount: { currency: string }; gross?: { currency: string } }) => (one.gross ?? one.amount).currency
const keyOf = (one: { partner: { id: string }; amount: { currency: string }; gross?: { currency: string } }) => `${one.partner.id} ${owedIn(one)}`
const rowKey = (one: { partner: { id: string }; amount: { currency: string }; group: string | null }) => `${one.partner.id} ${one.amount.currency} ${one.group ?? ''}`

/** Who is paid, what, and who is not and why; then one button makes the payout. */
export function NewPayout() {
  const can = useCan('payouts:read')
  const [{ upTo }, setFilters] = useFilters('upTo')
  const query = useQuery({ ...previewQuery(upTo), enabled: can.allowed })
  const parent = { title: 'Payouts', to: paths.payouts() }
  const refused = query.error ? problemOf(query.error).fields['upTo'] : undefined
  if (!can.allowed) return <Page title="New payout" parent={parent}><EmptyState title="You cannot see payouts">{can.why}</EmptyState></Page>
  return (
    <Page title="New payout" parent={parent} sub="Nothing is made before you press the button, and nothing leaves before a second person approves it.">
      <Group mb="lg"><TextInput type="date" label="Payable by" description="What became payable up to this day" value={upTo ?? query.data?.upTo ?? ''} error={refused} onChange={(event) => setFilters({ upTo: event.currentTarget.value || undefined })} /></Group>
      {refused ? null : query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The preview" /> : !query.data ? <Loading /> : <Seen key={query.data.upTo} preview={query.data} />}
    </Page>
  )
}

function Seen({ preview }: { preview: Preview }) {
  const [leftOut, setLeftOut] = useState<string[]>([])
  const [included, setIncluded] = useState<Record<string, string>>({})
  const [asking, setAsking] = useState<NotPaid | null>(null)
  const [executionOn, setExecutionOn] = useState(preview.executionOn)
  const [note, setNote] = useState('')
  const navigate = useNavigate()
  const one = (row: { partner: { id: string }; amount: { currency: string }; gross?: { currency: string } }) => ({ partnerId: row.partner.id, currency: owedIn(row) })
  const isAsSeen = leftOut.length === 0 && Object.keys(included).length === 0
  const act = useAct(() => take(api.POST('/api/v1/payouts', { body: {
    upTo: preview.upTo, executionOn, note, leaveOut: preview.payments.filter((p) => leftOut.includes(keyOf(p))).map(one),
    include: preview.notPaid.flatMap((p) => (included[keyOf(p)] ? [{ ...one(p), why: included[keyOf(p)] ?? '' }] : [])), ...(isAsSeen ? { fingerprint: preview.fingerprint } : {}),
  } })), { quiet: true, onDone: ({ id }) => void navigate({ to: paths.payout(id) }) })
  const paid = preview.payments.filter((p) => !leftOut.includes(keyOf(p)))
  const count = paid.length + Object.keys(included).length
  return (
    <>
      <Section title="Will be paid" count={paid.length} action={<Text size="sm" c="dimmed">{sumsOf(paid)}</Text>}>
        {preview.payments.length === 0 ? <Text size="sm" c="dimmed">Nobody: nothing can be paid by that day.</Text> : (
          <SmallTable
            caption="Payments" rows={preview.payments} keyOf={rowKey}
            columns={[
              { key: 'partner', header: 'Partner', cell: (p) => <><A to={paths.partner(p.partner.id)}>{p.partner.name}</A>{p.group && <div className={text.quiet}>{p.group}</div>}</> },
              { key: 'account', header: 'To', cell: (p) => <>{p.account}<div className={text.quiet}>{methodWords[p.method]}, {p.lines === 0 ? 'VAT of an invoice' : sayCount(p.lines, 'commission line')}</div></>, minor: true },
              { key: 'notes', header: 'Kept back', cell: (p) => (p.fee ? <>{formatMoney(p.fee)} fee{p.withholding && <>, {formatMoney(p.withheld)} withheld</>}</> : p.withholding ? <><Money amount={p.withheld} /><div className={text.quiet}>{p.withholding}</div></> : p.disputed ? <>{formatMoney(p.disputed)} disputed</> : '–'), minor: true },
              { key: 'amount', header: 'Amount', cell: (p) => <><Money amount={p.amount} />{p.vat && p.lines > 0 && <div className={text.quiet}>{formatMoney(p.vat)} VAT in it</div>}{p.exchange && <div className={text.quiet}>{formatMoney(p.gross)} owed; {p.exchange}</div>}</>, numeric: true },
              {
                key: 'leave', header: '', numeric: true, cell: (p) => (leftOut.includes(keyOf(p))
                  ? <Button size="compact-sm" variant="subtle" onClick={() => setLeftOut(leftOut.filter((k) => k !== keyOf(p)))} aria-label={`Pay ${p.partner.name} after all`}>Left out; pay</Button>
                  : <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setLeftOut([...leftOut, keyOf(p)])} aria-label={`Leave out ${p.partner.name}`}>Leave out</Button>),
              },
            ]}
          />
        )}
      </Section>
      <Section title="Will not be paid" count={preview.notPaid.length - Object.keys(included).length}>
        {preview.notPaid.length === 0 ? <Text size="sm" c="dimmed">{preview.payments.length === 0 ? 'Nobody is owed anything by that day.' : 'Everybody who is owed something is paid.'}</Text> : (
          <SmallTable
            caption="Not paid" rows={preview.notPaid} keyOf={rowKey}
            columns={[
              { key: 'partner', header: 'Partner', cell: (p) => <A to={paths.partner(p.partner.id)}>{p.partner.name}</A> },
              { key: 'why', header: 'Why', cell: (p) => <Why of={p} included={included[keyOf(p)]} /> },
              { key: 'amount', header: 'Amount', cell: (p) => <Money amount={p.amount} />, numeric: true },
              {
                key: 'overrule', header: '', numeric: true, cell: (p) => (included[keyOf(p)]
                  ? <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setIncluded(Object.fromEntries(Object.entries(included).filter(([k]) => k !== keyOf(p))))}>Do not pay</Button>
                  : p.mayOverrule ? <Button size="compact-sm" variant="subtle" onClick={() => setAsking(p)} aria-label={`Pay ${p.partner.name} all the same`}>Pay all the same</Button> : null),
              },
            ]}
          />
        )}
      </Section>
      <Section title="Make the payout">
        <Stack gap="md" maw="28rem">
          <TextInput type="date" label="Execution day" description="When the bank is to carry it out" value={executionOn} error={act.problem?.fields['executionOn']} onChange={(event) => setExecutionOn(event.currentTarget.value)} />
          <TextInput label="Note (optional)" description="For whoever approves" value={note} maxLength={500} onChange={(event) => setNote(event.currentTarget.value)} />
          <FormError problem={act.problem} />
          <Group><CanButton can={count === 0 ? { allowed: false, why: 'There is nobody to pay.' } : preview.can.make} variant="filled" loading={act.busy} onClick={() => act.run()}>{`Make payout of ${sayCount(count, 'payment')}`}</CanButton></Group>
        </Stack>
      </Section>
      {asking && (
        <ConfirmWhy
          title={`Pay ${asking.partner.name} all the same`} verb="Pay all the same" description="Stands at the payment, for whoever approves." onClose={() => setAsking(null)}
          act={async (why) => setIncluded({ ...included, [keyOf(asking)]: why })}
        >{asking.reasons.map((reason) => reason.said).join(' ')}</ConfirmWhy>
      )}
    </>
  )
}

function Why({ of, included }: { of: NotPaid; included: string | undefined }) {
  return (
    <>
      {of.reasons.map((reason) => <div key={reason.code}>{reason.said}{reason.code === 'below_minimum' && of.minimum && <span className={text.quiet}> It pays from {formatMoney(of.minimum)} on.</span>}{reason.code === 'bank_detail_on_hold' && of.heldUntil && <span className={text.quiet}> Until <Day date={of.heldUntil} />.</span>}</div>)}
      {included && <div className={text.good}>Paid all the same: “{included}”</div>}
    </>
  )
}

const sumsOf = (rows: Preview['payments']): string =>
  [...Map.groupBy(rows, (p) => p.amount.currency)].map(([currency, own]) => formatMoney({ currency, amountMinor: own.reduce((sum, p) => sum + BigInt(p.amount.amountMinor), 0n).toString() })).join(', ')
