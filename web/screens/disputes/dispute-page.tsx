import { Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { uploadDocument } from '../../api/upload-file.ts'
import { say } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { FormDialog } from '../../parts/dialog.tsx'
import { Facts } from '../../parts/facts.tsx'
import { A } from '../../parts/link.tsx'
import { formatMoney, Money } from '../../parts/money.tsx'
import { Columns, Page, Section } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { Quote } from '../../parts/quote.tsx'
import { SentFiles } from '../../parts/sent-files.tsx'
import { Loading } from '../../parts/states.tsx'
import { Timeline } from '../../parts/timeline.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { Clock, Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import commissions from '../commissions/commissions.module.css'
import { sayComponent, sayEarned } from '../commissions/queries.ts'
import { DisputeState } from './dispute-state.tsx'
import { answerDispute, disputeQuery, type Dispute } from './queries.ts'
import { SettleDispute } from './settle-dispute.tsx'

/** One dispute: what the partner says, the line it is about, our answer, and how it ended. */
export function DisputePage() {
  const { id = '' } = useParams({ strict: false })
  const query = useQuery(disputeQuery(id))
  if (query.isPending) return <Loading />
  if (query.error) return <PageError error={query.error} retry={() => void query.refetch()} what="The dispute" />
  return <Opened dispute={query.data} />
}

function Opened({ dispute: d }: { dispute: Dispute }) {
  const [dialog, setDialog] = useState<'answer' | 'settle' | null>(null)
  return (
    <Page
      title={`${d.partner.name} disputes ${formatMoney(d.commission.amount)}`} parent={{ title: 'Disputes', to: paths.disputes() }} sub={<><DisputeState of={d} />{d.dueAt && <>, answer promised: <Clock due={d.dueAt} /></>}</>}
      actions={<><CanButton can={d.can.answer} {...(d.state === 'open' ? { variant: 'filled' } : {})} onClick={() => setDialog('answer')}>Answer</CanButton><CanButton can={d.can.settle} {...(d.state === 'answered' ? { variant: 'filled' } : {})} onClick={() => setDialog('settle')}>Settle</CanButton></>}
    >
      <Columns main={<><Words dispute={d} /><Line dispute={d} /></>} side={<Timeline about={{ subject: d.id }} />} />
      {dialog === 'answer' && <Answer dispute={d} onClose={() => setDialog(null)} />}
      {dialog === 'settle' && <SettleDispute dispute={d} onClose={() => setDialog(null)} />}
    </Page>
  )
}

function Words({ dispute: d }: { dispute: Dispute }) {
  return (
    <>
      <Section title={d.reasonSaid}>
        <Quote source={<>{d.contact ?? 'On behalf of the partner'}, <When at={d.openedAt} /></>}>{d.body}</Quote>
        {d.evidence && <Text size="sm" mt="sm" dir="auto">What shows it: {d.evidence}</Text>}
      </Section>
      {(d.files.length > 0 || d.state !== 'settled') && (
        <Section title="Files" count={d.files.length}>
          <SentFiles of={`/api/v1/disputes/${d.id}/files`} files={d.files} can={d.can.addFile} accept=".pdf,.csv,.tsv,.txt,.eml,.msg,.xml,image/*" add={(file) => uploadDocument(file, `/disputes/${d.id}/files`)}>
            {d.files.length === 0 && <Text size="sm" c="dimmed">None yet. The partner can send a PDF, a picture, a CSV or text file or a mail from their page; what reached you by mail you add here.</Text>}
          </SentFiles>
        </Section>
      )}
      {d.answer && d.answeredAt && <Section title="Our answer"><Quote source={<>{d.answeredBy}, <When at={d.answeredAt} /></>}>{d.answer}</Quote></Section>}
      {d.settledAt && (
        <Section title="How it was settled">
          {d.settledWhy ? <Quote source={<>{d.settledBy}, <When at={d.settledAt} /></>}>{d.settledWhy}</Quote> : <Text size="sm">The partner took it back, <When at={d.settledAt} />.</Text>}
          {d.factId && <Text size="sm" mt="sm">Put right by the fact “{d.factId}”.</Text>}
        </Section>
      )}
    </>
  )
}

function Line({ dispute: { commission: line, statement, partner } }: { dispute: Dispute }) {
  return (
    <Section title="The line" action={<Text size="sm"><A to={paths.commission(line.id)}>Open the line</A></Text>}>
      <Facts
        label="The line" items={{
          Amount: <Money amount={line.amount} />, For: line.about, Partner: <A to={paths.partner(partner.id)}>{partner.name}</A>, Component: sayComponent(line.component), Clause: line.clause, [sayEarned(line)]: <Day date={line.earnedOn} />, 'Payable by': <Day date={line.payableOn} />, Fact: line.item,
          Statement: statement ? <A to={paths.issuedStatement(statement.id)}>{statement.period}</A> : 'Not on one yet',
        }}
      />
      <ol className={commissions.working} style={{ marginTop: '1rem' }}>{line.working.map((sentence) => <li key={sentence}>{sentence}</li>)}</ol>
    </Section>
  )
}

function Answer({ dispute, onClose }: { dispute: Dispute; onClose: () => void }) {
  const form = useForm({
    initial: { answer: '' }, checks: { answer: required('Write an answer.') }, draft: `dispute.${dispute.id}`,
    submit: async ({ answer }) => {
      await answerDispute(dispute.id, answer.trim())
      onClose()
      say(`${dispute.partner.name} has our answer.`)
    },
  })
  return (
    <FormDialog title={`Answer ${dispute.partner.name}`} onClose={onClose} verb="Send answer" form={form}>
      <Textarea label="Answer" description={`${dispute.contact ?? dispute.partner.name} reads it. The amount stays on hold until it is settled.`} autosize minRows={4} data-autofocus {...form.field('answer')} />
    </FormDialog>
  )
}
