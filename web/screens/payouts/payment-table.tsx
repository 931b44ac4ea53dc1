import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, downloadUrl, take } from '../../api/client.ts'
import { useWorkspace } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { ConfirmWhy } from '../../parts/confirm-why.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FormDialog } from '../../parts/dialog.tsx'
import { A } from '../../parts/link.tsx'
import { formatMoney, Money } from '../../parts/money.tsx'
import { Section } from '../../parts/page.tsx'
import text from '../../parts/text.module.css'
import { todayIn } from '../../parts/time.ts'
import { required, useForm } from '../../parts/use-form.ts'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { PaymentState } from './payout-state.tsx'
import { methodWords, usePayments, type Payment } from './queries.ts'

type Doing = { what: 'withdraw' | 'settle' | 'again'; payment: Payment } | null

/** The payments of a payout, each with what may be done about it. */
export function PaymentTable({ payoutId }: { payoutId: string }) {
  const [doing, setDoing] = useState<Doing>(null)
  const pages = usePayments(payoutId)
  const columns: Column<Payment>[] = [
    { key: 'partner', header: 'Partner', cell: (p) => <><A to={paths.partner(p.partner.id)}>{p.partner.name}</A><div className={text.quiet}>{p.reference}{p.againOf && ', sent again'}{p.group && `, ${p.group}`}</div></> },
    { key: 'account', header: 'To', cell: (p) => <>{p.account}<div className={text.quiet}>{methodWords[p.method]}{p.overruledWhy && `, “${p.overruledWhy}”`}</div></>, minor: true },
    { key: 'state', header: 'State', cell: (p) => <><PaymentState state={p.state} /><Since of={p} /></> },
    { key: 'amount', header: 'Amount', cell: (p) => <><Money amount={p.amount} />{p.withheld.amountMinor !== '0' && <div className={text.quiet}>{formatMoney(p.withheld)} withheld</div>}{p.fee && <div className={text.quiet}>{formatMoney(p.fee)} fee</div>}{p.vat && <div className={text.quiet}>{p.lines === 0 ? 'VAT of an invoice' : `${formatMoney(p.vat)} VAT in it`}</div>}{p.exchange && <div className={text.quiet}>{formatMoney(p.gross)} owed; {p.exchange}</div>}</>, numeric: true },
    {
      key: 'do', header: '', numeric: true, cell: (p) => (
        <Group gap={4} justify="flex-end" wrap="nowrap">
          {p.can.withdraw.allowed && <Act label="Take out" of={p} onClick={() => setDoing({ what: 'withdraw', payment: p })} />}
          {p.can.settle.allowed && <Act label={p.state === 'paid' ? 'Mark as returned' : 'Enter outcome'} of={p} onClick={() => setDoing({ what: 'settle', payment: p })} />}
          {p.can.sendAgain.allowed && <Act label="Send again" of={p} onClick={() => setDoing({ what: 'again', payment: p })} />}
        </Group>
      ),
    },
  ]
  const close = () => setDoing(null)
  return (
    <Section title="Payments">
      <DataTable caption="Payments" noun={['payment']} columns={columns} pages={pages} keyOf={(p) => p.id} csv={downloadUrl('/api/v1/payments.csv', { payout: payoutId })} empty={<Text size="sm" c="dimmed">None.</Text>} />
      {doing?.what === 'withdraw' && <Withdraw payment={doing.payment} onClose={close} />}
      {doing?.what === 'settle' && <Settle payment={doing.payment} onClose={close} />}
      {doing?.what === 'again' && <SendAgain payment={doing.payment} onClose={close} />}
    </Section>
  )
}

const Act = ({ label, of, onClick }: { label: string; of: Payment; onClick: () => void }) => <Button size="compact-sm" variant="subtle" onClick={onClick} aria-label={`${label}: ${of.partner.name}`}>{label}</Button>

function Since({ of }: { of: Payment }) {
  const day = of.returnedOn ?? of.paidOn
  if (!day && !of.reason) return null
  return <div className={text.quiet}>{day && <Day date={day} />}{day && of.reason && ', '}{of.reason}{of.againAs && '. It was sent again.'}</div>
}

function Withdraw({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  return (
    <ConfirmWhy
      title={`Take out the payment to ${payment.partner.name}`} verb="Take out" onClose={onClose}
      act={async (why) => void (await take(api.PUT('/api/v1/payments/{id}/withdrawal', { params: { path: { id: payment.id } }, body: { why } })))}
    >{formatMoney(payment.amount)} is not paid now; it is in the next payout again.</ConfirmWhy>
  )
}

function Settle({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const { timeZone } = useWorkspace()
  const form = useForm({
    initial: { outcome: payment.state === 'paid' ? 'returned' : 'paid', on: todayIn(timeZone), reason: '' }, checks: { on: required('Say on which day.') },
    submit: async ({ outcome, on, reason }) => {
      await take(api.PUT('/api/v1/payments/{id}/outcome', { params: { path: { id: payment.id } }, body: { outcome: outcome as 'paid', on, reason } }))
      onClose()
    },
  })
  const choices = [{ value: 'paid', label: 'Paid' }, { value: 'failed', label: 'Failed: the bank refused it' }, { value: 'returned', label: 'Returned: it came back' }]
  return (
    <FormDialog title={`What became of the payment to ${payment.partner.name}`} verb="Save outcome" onClose={onClose} form={form}>
      <Text size="sm" c="dimmed">Better read the bank’s file. By hand where there is none; the partner is told.</Text>
      <NativeSelect label="Outcome" data={payment.state === 'paid' ? choices.slice(2) : choices} data-autofocus {...form.field('outcome')} />
      <TextInput type="date" label="On" {...form.field('on')} />
      <TextInput label="What the bank says (optional)" {...form.field('reason')} />
    </FormDialog>
  )
}

function SendAgain({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const navigate = useNavigate()
  const act = useAct(() => take(api.POST('/api/v1/payouts/again', { body: { paymentIds: [payment.id] } })), { quiet: true, done: 'It waits for approval.', onDone: ({ id }) => void navigate({ to: paths.payout(id) }) })
  return <Confirm title={`Send the payment to ${payment.partner.name} again`} verb="Send again" act={act} onClose={onClose}>A new payout of {formatMoney(payment.amount)} goes to the account that is on file now. A second person approves it.</Confirm>
}
