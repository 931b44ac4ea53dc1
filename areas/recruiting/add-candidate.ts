import type { Id } from '../../kernel/ids.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { createPartner, type PartnerType } from '../partners/index.ts'
import { candidateAdded } from './events.ts'
import { domainsOf, PartnerIndex, type SameAs } from './same-as.ts'
import { writeCandidacy, type Source } from './store.ts'

export type NewCandidate = {
  name: string; type: PartnerType; website: string | null; contact: { name: string; email: string; phone: string | null } | null
  ownerId?: Id | undefined; timeZone?: string | undefined; source: Source; sourceKey?: string | undefined; sourceNote: string | null; hypothesisNote: string | null
}

/**
 * Somebody who might become a partner: a partner in state candidate, at the beginning of the board. Whoever it may be the same as is
 * said and nothing is joined. `index` is given by whoever adds many. Refuses as `createPartner` does.
 */
export async function addCandidate(ctx: Ctx, input: NewCandidate, index?: PartnerIndex): Promise<{ id: Id; maybeSameAs: SameAs[] }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const known = index ?? (await PartnerIndex.of(tx))
    const emails = input.contact ? [input.contact.email] : []
    const maybeSameAs = known.look({ name: input.name, domains: domainsOf(input.website, emails) })
    const { id } = await createPartner(tx, {
      name: input.name, type: input.type, state: 'candidate', ownerId: input.ownerId, timeZone: input.timeZone ?? (await workspaceSettings(tx)).timeZone, website: input.website,
      contacts: input.contact ? [input.contact] : [],
    })
    await begin(tx, id, input, maybeSameAs)
    known.add({ id, name: input.name, state: 'candidate', website: input.website, emails })
    return { id, maybeSameAs }
  })
}

async function begin(tx: Tx, id: Id, { source, sourceKey, sourceNote, hypothesisNote }: NewCandidate, maybeSameAs: SameAs[]): Promise<void> {
  await writeCandidacy(tx, { partnerId: id, stage: 'identified', stageSince: tx.now, source, sourceKey: sourceKey ?? null, sourceNote, hypothesisNote, maybeSameAs, createdAt: tx.now })
  await record(tx, candidateAdded(id, { source, maybeSameAs: maybeSameAs.length }))
}
