import { Anchor, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, send, take } from '../../api/client.ts'
import { saveBlob } from '../../api/save-blob.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { ConfirmWhy } from '../../parts/confirm-why.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Money } from '../../parts/money.tsx'
import { sayCount } from '../../parts/numbers.ts'
import { Columns, Page, Section } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { Loading } from '../../parts/states.tsx'
import { Timeline } from '../../parts/timeline.tsx'
import { Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { PaymentTable } from './payment-table.tsx'
import { PayoutState, sayProgress } from './payout-state.tsx'
import { methodWords, payoutQuery, usePayments, type Payout } from './queries.ts'
import { ReadResults } from './read-results.tsx'

/** One payout: what it pays, who decided, its files, and what came of each payment. */
export function PayoutPage() {
  const { id = '' } = useParams({ strict: false })
  const query = useQuery(payoutQuery(id))
  if (query.isPending) return <Loading />
  if (query.error) return <PageError error={query.error} retry={() => void query.refetch()} what="The payout" />
  return <Opened payout={query.data} />
}

type Doing = 'approve' | 'cancel' | 'results' | null

function Opened({ payout }: { payout: Payout }) {
  const [doing, setDoing] = useState<Doing>(null)
  const path = { params: { path: { id: payout.id } } }
  const write = useAct(() => send(api.POST('/api/v1/payouts/{id}/files', path)), { done: 'The files are written. Take them to the bank.' })
  const approve = useAct(() => send(api.PUT('/api/v1/payouts/{id}/approval', { ...path, body: {} })), { done: 'Approved. Its files can be written now.', quiet: true, onDone: () => setDoing(null) })
  const close = () => setDoing(null)
  const names = new Map(usePayments(payout.id).rows.map((p) => [p.partner.id, p.partner.name]))
  const number = Object.entries(payout.payments).reduce((sum, [state, n]) => sum + (state === 'withdrawn' ? 0 : (n ?? 0)), 0)
  return (
    <Page
      title={`Payout of ${sayCount(number, 'payment')}`} parent={{ title: 'Payouts', to: paths.payouts() }} sub={<><PayoutState state={payout.state} />, made <When at={payout.madeAt} day /></>}
      actions={(
        <>
          {payout.state === 'waiting' && <CanButton can={payout.can.approve} variant="filled" onClick={() => setDoing('approve')}>Approve</CanButton>}
          {payout.state === 'approved' && <CanButton can={payout.can.send} variant="filled" loading={write.busy} onClick={() => write.run()}>Write files</CanButton>}
          {payout.state === 'sent' && <CanButton can={{ allowed: true }} variant="filled" onClick={() => setDoing('results')}>Read bank results</CanButton>}
          {payout.can.cancel.allowed && <CanButton can={payout.can.cancel} onClick={() => setDoing('cancel')}>Cancel payout</CanButton>}
        </>
      )}
    >
      <Columns
        main={(
          <>
            <Section title="About">
              <Facts items={{
                Total: payout.totals.length > 0 && payout.totals.map((t) => <div key={t.amount.currency}><Money amount={t.amount} /></div>), Payments: sayProgress(payout.payments), 'Payable by': <Day date={payout.upTo} />, Execution: <Day date={payout.executionOn} />,
                'Made by': <>{payout.madeBy.name}, <When at={payout.madeAt} /></>, Note: payout.note && `“${payout.note}”`,
                'Approved by': payout.approvedBy && payout.approvedAt && <>{payout.approvedBy.name}, <When at={payout.approvedAt} />{payout.approvalNote && `, “${payout.approvalNote}”`}</>,
                Sent: payout.sentAt && <When at={payout.sentAt} />, 'Cancelled by': payout.cancelledBy && payout.cancelledAt && <>{payout.cancelledBy.name}, <When at={payout.cancelledAt} />, “{payout.cancelledWhy}”</>,
              }}
              />
            </Section>
            {payout.files.length > 0 && <Files payout={payout} />}
          </>
        )}
        side={<Timeline about={{ subject: payout.id }} names={names} />}
      />
      <PaymentTable payoutId={payout.id} />
      {doing === 'results' && <ReadResults onClose={close} />}
      {doing === 'approve' && <Confirm title="Approve this payout" verb="Approve" act={approve} onClose={close}>You approve {sayCount(number, 'payment')}: {payout.totals.map((t, i) => <span key={t.amount.currency}>{i > 0 && ', '}<Money amount={t.amount} /></span>)}. {payout.madeBy.name} made it. Anything that changed meanwhile is refused.</Confirm>}
      {doing === 'cancel' && (
        <ConfirmWhy
          title="Cancel this payout" verb="Cancel payout" keep="Keep it" isDangerous onClose={close}
          act={async (why) => void (await take(api.PUT('/api/v1/payouts/{id}/cancellation', { ...path, body: { why } })))}
        >Nothing of it is paid. What it would have paid is in the next payout again.</ConfirmWhy>
      )}
    </Page>
  )
}

function Files({ payout }: { payout: Payout }) {
  return (
    <Section title="Files for the bank" count={payout.files.length}>
      <SmallTable
        caption="Files" rows={payout.files} keyOf={(f) => f.id}
        columns={[
          { key: 'file', header: 'File', cell: (f) => <FetchFile payout={payout} file={f} /> },
          { key: 'method', header: 'Kind', cell: (f) => methodWords[f.method] },
          { key: 'payments', header: 'Payments', cell: (f) => f.payments, numeric: true, minor: true },
          { key: 'total', header: 'Total', cell: (f) => <Money amount={f.total} />, numeric: true },
        ]}
      />
      <Text size="sm" c="dimmed" mt="xs">A file is the same each time you fetch it, and the event log says who did. Its reference is unique, so a bank refuses it a second time.</Text>
    </Section>
  )
}

/** Fetching is recorded, so it is no plain link. */
function FetchFile({ payout, file }: { payout: Payout; file: Payout['files'][number] }) {
  const fetchFile = useAct(async () => {
    const content = await take(api.POST('/api/v1/payouts/{id}/files/{fileId}/downloads', { params: { path: { id: payout.id, fileId: file.id } }, parseAs: 'blob' }) as Promise<{ data?: Blob; error?: unknown; response: Response }>)
    saveBlob(content, file.fileName)
  })
  return <Anchor component="button" type="button" size="sm" onClick={() => fetchFile.run()}>{file.fileName}</Anchor>
}
