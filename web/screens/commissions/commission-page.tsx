import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { CanButton } from '../../parts/can-button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { A } from '../../parts/link.tsx'
import { formatMoney, Money } from '../../parts/money.tsx'
import { sayPercent } from '../../parts/numbers.ts'
import { Columns, Page, Section } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { sayPeriod } from '../../parts/quarters.ts'
import { ShortId } from '../../parts/short-id.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { Loading } from '../../parts/states.tsx'
import text from '../../parts/text.module.css'
import { Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import classes from './commissions.module.css'
import { CorrectCommission } from './correct-commission.tsx'
import { Corrections } from './corrections.tsx'
import { sayCause } from './event-cause.ts'
import { LineState } from './line-state.tsx'
import { commissionQuery, sayComponent, sayEarned, type CommissionDetail } from './queries.ts'

/** One commission line, explained back to clause, plan version, basis, rate, event and journal. */
export function CommissionPage() {
  const { id = '' } = useParams({ strict: false })
  const query = useQuery(commissionQuery(id))
  if (query.isPending) return <Loading />
  if (query.error) return <PageError error={query.error} retry={() => void query.refetch()} what="The commission line" />
  return <Opened line={query.data} />
}

function Opened({ line }: { line: CommissionDetail }) {
  const [correcting, setCorrecting] = useState(false)
  return (
    <Page
      title={`${formatMoney(line.amount)}${line.company ? ` for ${line.company.name}` : line.item ? ` for ${line.item}` : ''}`} parent={{ title: 'Commissions', to: paths.commissions() }}
      sub={<>{sayComponent(line.component)}, <A to={paths.partner(line.partner.id)}>{line.partner.name}</A>, booked <Day date={line.bookedOn} /></>}
      actions={<CanButton can={line.can.correct} onClick={() => setCorrecting(true)}>Correct</CanButton>}
    >
      {correcting && <CorrectCommission line={line} onClose={() => setCorrecting(false)} />}
      <Columns main={<><Working line={line} /><Corrections line={line} /><Journal line={line} /></>} side={<Cited line={line} />} />
    </Page>
  )
}

function Working({ line }: { line: CommissionDetail }) {
  const from = line.item === null ? 'plan version, basis and rate' : 'the plan and all facts known about this item'
  return (
    <Section title="How it was computed">
      <ol className={classes.working}>{line.working.map((sentence) => <li key={sentence}>{sentence}</li>)}</ol>
      {line.computesAgain
        ? <Text size="sm" mt="sm" className={text.good}>Computed again just now from {from}: the same amount.</Text>
        : <Text size="sm" mt="sm" className={text.late} role="alert">Computed again just now from {from}, the amount differs. Tell your operator; <A to={paths.verification()}>Verify the ledger</A> names every such line.</Text>}
    </Section>
  )
}

function Journal({ line: { journal } }: { line: CommissionDetail }) {
  return (
    <Section title="Journal">
      <Text size="sm" c="dimmed" mb="xs">{journal.memo.replaceAll('_', ' ').replace(/\.?$/, '.')} Effective <Day date={journal.effectiveOn} />, recorded <When at={journal.recordedAt} />.</Text>
      <SmallTable
        caption="Entries of the journal" rows={journal.entries} keyOf={(e) => String(e.line)}
        columns={[
          { key: 'account', header: 'Account', cell: (e) => <>{e.account}{e.partner && <span className={text.quiet}>, {e.partner.name}</span>}</> },
          { key: 'debit', header: 'Debit', numeric: true, width: '9rem', cell: (e) => e.debit && <Money amount={e.debit} /> },
          { key: 'credit', header: 'Credit', numeric: true, width: '9rem', cell: (e) => e.credit && <Money amount={e.credit} /> },
        ]}
      />
    </Section>
  )
}

function Cited({ line }: { line: CommissionDetail }) {
  return (
    <Section title="What it cites">
      <Facts
        label="What it cites"
        items={{
          State: <LineState state={line.state} />,
          'May be paid': line.item && <>{line.payable.amountMinor === line.amount.amountMinor ? 'All of it' : <Money amount={line.payable} />}{line.payable.amountMinor !== line.amount.amountMinor && <span className={text.quiet}>; the rest waits for the customer to pay</span>}</>,
          Follows: line.adjusts && <A to={paths.commission(line.adjusts)}>the line before it on this item</A>,
          'Corrected because': line.correction && <>“{line.correction.why}”{line.correction.by && <span className={text.quiet}>, {line.correction.by}</span>}, about <A to={paths.commission(line.correction.commissionId)}>an earlier line</A></>,
          'Taken back by': line.correctedBy && <A to={paths.commission(line.correctedBy)}>the reversal</A>,
          'Takes back': line.corrects && <A to={paths.commission(line.corrects)}>the line it corrects</A>,
          Because: line.event && <>{sayCause(line.event.type)}, <When at={line.event.at} />{line.event.why && <span className={text.quiet}> “{line.event.why}”</span>}</>,
          Plan: <><A to={paths.plan(line.plan.id)}>{line.plan.name}</A>, version {line.plan.version}</>,
          Clause: line.clause,
          Basis: line.basis && <Money amount={line.basis} />,
          Rate: line.rate && sayRate(line.rate),
          [sayEarned(line)]: <Day date={line.earnedOn} />,
          'Payable by': <Day date={line.payableOn} />,
          Paid: line.payment && <>{line.payment.state === 'in_transit' ? 'on its way' : line.payment.on ? <Day date={line.payment.on} /> : 'yes'}{line.payment.reference && <>, {line.payment.payout ? <A to={paths.payout(line.payment.payout)}>{line.payment.reference}</A> : line.payment.reference}</>}</>,
          Company: line.company && <A to={paths.company(line.company.id)}>{line.company.name}</A>,
          Introduction: line.referralId && <A to={paths.referral(line.referralId)}>Open the introduction</A>,
          Opportunity: line.opportunityId && <A to={paths.opportunity(line.opportunityId)}>Open the opportunity</A>,
          Item: line.item && <><A to={paths.commissions()} search={{ item: line.item } as never}><ShortId id={line.item} /></A><span className={text.quiet}>, all its lines</span></>,
          Fact: line.fact && <A to={paths.fact(line.fact)}><ShortId id={line.fact} /></A>,
          'Told in': line.statement && <>{sayPeriod(line.statement)}{line.isPrior && <span className={text.quiet}>; it belongs to an earlier period that was closed</span>}</>,
          Statement: <A to={paths.statement(line.partner.id)}>Open the statement</A>,
        }}
      />
    </Section>
  )
}

/** "15 %" where it is a short decimal, else the fraction itself. */
function sayRate({ num, den }: { num: string; den: string }): string {
  const scaled = BigInt(num) * 1_000_000n
  if (scaled % BigInt(den) !== 0n) return `${num}/${den}`
  const digits = (scaled / BigInt(den)).toString().padStart(5, '0')
  return sayPercent(`${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, ''))
}
