// Introductions that arrive at the same moment share a transaction. Each is worked out as if it were alone; whoever is refused is told so alone.
import { Refusal } from '../../kernel/refusal.ts'
import type { Tx } from '../../platform/db/context.ts'
import { gathering } from '../../platform/db/gathering.ts'
import { transact } from '../../platform/db/transact.ts'
import { identities, readBuyer } from '../companies/index.ts'
import { actingAs } from '../partners/index.ts'
import { submitReferral, type SubmitReferral, type Submitted } from './submit-referral.ts'

export type ByLink = { token: string; input: Omit<SubmitReferral, 'partnerId' | 'contactId' | 'source'> }

/** A partner person introduces a buyer by a personal link. Refuses what `submitReferral` refuses; a link that does not work is not found. */
export const introduceByLink = gathering<ByLink, Submitted>({
  // Two by one link, or of one buyer, come one after the other.
  namesOf: ({ token, input }) => [token, ...identities(readBuyer(input.buyer))],
  alone: (ctx, one) => transact(ctx, (tx) => introduce(tx, one)),
  together: async (tx, all, apart) => {
    const now = all.map((one) => one.tx.now).reduce((a, b) => (Temporal.Instant.compare(a, b) < 0 ? b : a), tx.now)
    const told = await Promise.allSettled(all.map(({ tx: own, one }) => introduce({ ...own, now }, one)))
    const refused = told.flatMap((one, i) => (one.status === 'rejected' && one.reason instanceof Refusal ? [i] : []))
    if (refused.length > 0) apart(refused)
    return told.map((one) => {
      if (one.status === 'rejected') throw one.reason
      return one.value
    })
  },
})

const introduce = (tx: Tx, { token, input }: ByLink): Promise<Submitted> =>
  actingAs(tx, token, (own, who) => submitReferral(own, { ...input, partnerId: who.partner.id, contactId: who.contact.id, source: 'link' }))
