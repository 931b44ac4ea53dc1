import { endedPeriods, issueStatements, lineViews, openDispute, writeStatements } from '../../areas/ledger/index.ts'
import { contactsOf } from '../../areas/partners/index.ts'
import { read } from '../../platform/db/transact.ts'
import type { World } from './index.ts'

/** A few days ago finance issued the statements of the last quarter that was over then: each of their lines can be disputed still. */
export async function tellStatements({ ctxOf, clock }: World): Promise<void> {
  const ctx = ctxOf('ana', clock.businessDaysAgo(4, '10:05'))
  const [last] = endedPeriods('quarter', clock.day(ctx.now), 1)
  if (!last) throw new Error('no quarter has ended')
  await issueStatements(ctx, last.period)
  await writeStatements(ctx, last.period)
}

/** Kestrel Systems says that a share was taken back which was not; the answer is ours, and due in some days. */
export async function tellDispute({ ctxOf, clock, partnerId }: World): Promise<void> {
  const ctx = ctxOf('nora', clock.businessDaysAgo(2, '11:20'))
  const { contact, line } = await read(ctx, async (r) => ({
    contact: (await contactsOf(r, partnerId.kestrel)).find((one) => one.name === 'Imogen Hart'), line: (await lineViews(r, { partnerId: partnerId.kestrel, limit: 50 })).find((one) => one.amountMinor.startsWith('-')),
  }))
  if (!contact || !line) throw new Error('nobody to dispute, or nothing to be disputed')
  await openDispute({ ...ctx, actor: { kind: 'partner', id: contact.id, name: contact.name, partnerId: contact.partnerId, contactId: contact.id } }, {
    lineId: line.id, reason: 'taken_back', body: 'That credit was for the handheld scanners they sent back. They pay for Routes as before, so our share of it should stay.',
    evidence: 'Their mail to your billing of last week, subject “Return of 12 scanners”', sourceKey: 'demo',
    files: [{ name: 'Return of 12 scanners.eml', bytes: Buffer.from(theirMail) }],
  })
}

const theirMail = `From: Operations <operations@halden.example>
To: Billing <billing@alongside.example>
Subject: Return of 12 scanners

Twelve handheld scanners are on their way back to you; the credit is for those alone.
Routes stays in use as before, so please leave that subscription as it is.
`
