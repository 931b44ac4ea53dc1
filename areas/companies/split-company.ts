import { sql } from 'kysely'
import { newId, type Id } from '../../kernel/ids.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { recordAll } from '../../platform/events/record.ts'
import { companyCreated, companySplit } from './events.ts'
import { graderOf } from './icp.ts'
import { lockMerges, lockNames } from './locks.ts'
import { lockBoth } from './merge-companies.ts'
import { nameKey } from './names.ts'
import { notePairApart, writePairs } from './pair-store.ts'
import { aliasesOf, domainsOf } from './queries.ts'
import { readWebsite } from './read-website.ts'
import { identities } from './recognise-or-create.ts'
import { everyRelinker, type Chosen } from './relinkers.ts'
import { addDomains, addKeys, insertCompanies } from './store.ts'

export type SplitCompany = Chosen & { name: string; domains: string[]; aliases: string[]; why: string }

/**
 * One record held two companies: what is chosen of it goes to a new one, which knows nothing else; an opportunity and the introduction
 * that it came from go together. Taken back by merging the two again. Refuses where nothing is chosen (companies.split_nothing) and what
 * is not of the company.
 */
export async function splitCompany(ctx: Ctx, id: Id, input: SplitCompany): Promise<{ id: Id }> {
  allow(ctx, 'companies:write')
  if (nameKey(input.name) === '') throw refuseField('name', 'companies.name', 'There is no name to read in this.')
  if (!input.why.trim()) throw refuseField('why', 'required', 'Say why.')
  const domains = [...new Set(input.domains.map((text, i) => readWebsite(text, `domains.${i}`).domain))]
  const chosen = { opportunityIds: [...new Set(input.opportunityIds)], referralIds: [...new Set(input.referralIds)] }
  return transact(ctx, async (tx) => {
    await lockMerges(tx, 'hold')
    await lockNames(tx, identities({ name: input.name, ...(domains[0] ? { domain: domains[0] } : {}) }))
    const [company] = await lockBoth(tx, id, id)
    if (company.mergedInto) throw refuse('conflict', 'companies.merged', `${company.name} is part of another company since a merge. Split that one.`)
    if (domains.length + input.aliases.length + chosen.opportunityIds.length + chosen.referralIds.length === 0) throw refuse('conflict', 'companies.split_nothing', 'Choose what goes to the new company. To add one that takes nothing along, add a company.')
    const [own, aliases] = await Promise.all([domainsOf(tx, id), aliasesOf(tx, id)])
    const foreign = domains.find((domain) => !own.includes(domain))
    if (foreign) throw refuseField('domains', 'companies.not_of_company', `${foreign} is not a website of this company.`)
    const unknown = input.aliases.find((name) => !aliases.some((one) => one.name === name))
    if (unknown) throw refuseField('aliases', 'companies.not_of_company', `“${unknown}” is not another name of this company.`)
    await takeAway(tx, { id, name: company.name }, { domains, aliases: input.aliases }, { domains: own, aliases: aliases.map((one) => one.name) })
    const graded = (await graderOf(tx))({ industry: null, employees: null, country: null })
    const [madeId] = await insertCompanies(tx, [{ name: input.name, domain: domains[0] ?? null, aliases: input.aliases.filter((name) => name !== input.name), graded }])
    if (!madeId) throw new Error('no company was written')
    await addDomains(tx, domains.slice(1).map((domain) => ({ id: madeId, domain })))
    addKeys(tx, [{ id: madeId, names: [], domains }])
    for (const one of everyRelinker()) await one.moveChosen?.(tx, { from: id, into: madeId }, chosen)
    const splitId = newId(tx.now.epochMilliseconds)
    const moved = [['websites', domains.length], ['other names', input.aliases.length], ['opportunities', chosen.opportunityIds.length], ['introductions', chosen.referralIds.length]].map(([what, count]) => ({ what, count }))
    await tx.q.insertInto('company_merge').values({ workspace_id: tx.workspace, id: splitId, kind: 'split', company_id: id, other_id: madeId, why: input.why.trim(), made_at: tx.now, made_by: 'id' in tx.actor ? tx.actor.id : null, moved: JSON.stringify(moved) }).execute()
    await writePairs(tx, [{ companyId: id, otherId: madeId, score: 0, probability: null, reasons: [] }])
    await notePairApart(tx, { from: madeId, into: id }, input.why.trim())
    await recordAll(tx, [companyCreated(madeId, { name: input.name, source: 'staff', grade: graded?.grade ?? null }), companySplit(id, { made: madeId, mergeId: splitId }, input.why)])
    return { id: madeId }
  })
}

type Known = { domains: string[]; aliases: string[] }

/** The company is no longer found by what leaves it. */
async function takeAway(tx: Tx, company: { id: Id; name: string }, leaving: Known, before: Known): Promise<void> {
  const left = { domains: before.domains.filter((one) => !leaving.domains.includes(one)), aliases: before.aliases.filter((one) => !leaving.aliases.includes(one)) }
  await sql`delete from company_domain where workspace_id = ${tx.workspace}::uuid and company_id = ${company.id}::uuid and domain = any(${leaving.domains}::text[])`.execute(tx.q)
  await sql`delete from company_name where workspace_id = ${tx.workspace}::uuid and company_id = ${company.id}::uuid and name = any(${leaving.aliases}::text[])`.execute(tx.q)
  await sql`delete from company_key where workspace_id = ${tx.workspace}::uuid and company_id = ${company.id}::uuid`.execute(tx.q)
  await sql`update company set domain = case when domain = any(${leaving.domains}::text[]) then ${left.domains[0] ?? null}::text else domain end, changed_at = ${tx.now}::timestamptz
    where workspace_id = ${tx.workspace}::uuid and id = ${company.id}::uuid`.execute(tx.q)
  addKeys(tx, [{ id: company.id, names: [company.name, ...left.aliases], domains: left.domains }])
}
