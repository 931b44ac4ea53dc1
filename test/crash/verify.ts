// What must be true after any crash, read from the rows.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { bookFaults } from '../setup/due.ts'
import type { MailSink } from '../setup/mail-sink.ts'
import { uuidOf } from '../setup/story.ts'
import type { Office, Step } from './clients.ts'

const rows = async <T>(ctx: Ctx, query: (workspace: string) => ReturnType<typeof sql<T>>): Promise<T[]> => (await read(ctx, (r) => query(r.workspace).execute(r.q))).rows

/** Every acknowledged submission is there once; every other is there whole or not at all. */
export async function submissionFaults(ctx: Ctx, office: Office): Promise<string[]> {
  const there = await rows<{ id: string; buyer: string; partner: string }>(ctx, (w) => sql`select id::text, buyer_text as buyer, partner_id::text as partner from referral where workspace_id = ${w}`)
  const byBuyer = Map.groupBy(there, (row) => row.buyer)
  const faults = office.submissions.flatMap((submission) => {
    const found = byBuyer.get(submission.buyer) ?? []
    const [what, first] = [`${submission.how} ${submission.key} of ${submission.buyer}`, found[0]]
    if (found.length > 1) return [`${what} is there ${found.length} times`]
    if (submission.id && !first) return [`${what} was acknowledged and is lost`]
    if (submission.id && first && uuidOf(submission.id) !== first.id) return [`${what} was acknowledged under another id`]
    return first && first.partner !== uuidOf(submission.partner) ? [`${what} is with another partner`] : []
  })
  const asked = new Set(office.submissions.map((s) => s.buyer))
  faults.push(...there.filter((row) => !asked.has(row.buyer)).map((row) => `${row.buyer} was never sent`))
  const broken = await rows<{ buyer: string; what: string }>(ctx, (w) => sql`
    select f.buyer_text as buyer, concat_ws(', ', case when c.n <> 1 then c.n || ' claims' end, case when p.n < 1 then 'no promise' end, case when e.n <> 1 then e.n || ' events' end, case when m.n <> 1 then m.n || ' receipts' end, case when k.n <> 1 then 'no company' end) as what
    from referral f,
      lateral (select count(*) as n from claim where workspace_id = ${w} and referral_id = f.id) c,
      lateral (select count(*) as n from promise where workspace_id = ${w} and subject_id = f.id) p,
      lateral (select count(*) as n from event where workspace_id = ${w} and subject_id = f.id and type = 'referral.submitted') e,
      lateral (select count(*) as n from mail where workspace_id = ${w} and key = 'receipt:' || f.id) m,
      lateral (select count(*) as n from company where workspace_id = ${w} and id = f.company_id) k
    where f.workspace_id = ${w} and (c.n <> 1 or p.n < 1 or e.n <> 1 or m.n <> 1 or k.n <> 1)`)
  return [...faults, ...broken.map((row) => `${row.buyer} is not whole: ${row.what}`)]
}

const kindOf: Record<Step, string> = { accept: 'accepted', contacted: 'contacted', met: 'met', qualified: 'qualified', won: 'won', reopen: 'reopened', unqualify: 'reopened' }

/** Every decision that was acknowledged is there; every other at most once for each time it was asked. */
export async function deedFaults(ctx: Ctx, office: Office): Promise<string[]> {
  const decided = await rows<{ id: string; kind: string; n: number }>(ctx, (w) => sql`select referral_id::text as id, kind, count(*)::int as n from referral_decision where workspace_id = ${w} group by 1, 2`)
  const counts = new Map(decided.map((row) => [`${row.id} ${row.kind}`, row.n]))
  return [...office.deeds].flatMap(([id, deeds]) =>
    [...new Set(Object.values(kindOf))].flatMap((kind) => {
      const asked = deeds.filter((deed) => kindOf[deed.step] === kind)
      const [least, most] = [asked.filter((deed) => deed.heard === 'yes').length, asked.filter((deed) => deed.heard !== 'no').length]
      const n = counts.get(`${uuidOf(id)} ${kind}`) ?? 0
      return n < least || n > most ? [`${id}: ${kind} happened ${n} times; ${least} were acknowledged, ${most} asked`] : []
    }))
}

/** Every fact that was acknowledged is there once, and no other than those told, and than what the app tells itself (`isOurs`). That the books follow from them the ledger proves itself. */
export async function factFaults(ctx: Ctx, office: Pick<Office, 'facts'>, isOurs: (key: string) => boolean = () => false): Promise<string[]> {
  const there = new Map((await rows<{ key: string; n: number }>(ctx, (w) => sql`select key, count(*)::int as n from plan_fact where workspace_id = ${w} group by key`)).map((row) => [row.key, row.n]))
  const told = new Set(office.facts.map(({ fact }) => fact.id))
  return [
    ...office.facts.filter(({ fact, heard }) => heard && there.get(fact.id) !== 1).map(({ fact }) => `fact ${fact.id} was acknowledged and is there ${there.get(fact.id) ?? 0} times`),
    ...[...there.keys()].filter((key) => !told.has(key) && !isOurs(key)).map((key) => `fact ${key} was never told`),
  ]
}

/** The books are whole and say what is due; and something was booked at all. */
export async function ledgerFaults(ctx: Ctx): Promise<{ faults: string[]; lines: number }> {
  const [count] = await rows<{ n: number }>(ctx, (w) => sql`select count(*)::int as n from commission_line where workspace_id = ${w}`)
  return { faults: await bookFaults(ctx), lines: count?.n ?? 0 }
}

export type MailCount = Record<'sent' | 'failed' | 'unsure', number>

/** No mail went out twice, none is lost, none is in the air. `unsure` may or may not have arrived, and says so. */
export async function mailFaults(ctx: Ctx, sink: MailSink): Promise<{ faults: string[]; counts: MailCount }> {
  const mails = await rows<{ id: string; state: string }>(ctx, (w) => sql`select id::text, state from mail where workspace_id = ${w}`)
  const arrived = Map.groupBy(sink.taken, (mail) => /^<([0-9a-f-]{36})@/.exec(mail.messageId)?.[1] ?? mail.messageId)
  const faults = mails.flatMap(({ id, state }) => {
    const n = arrived.get(id)?.length ?? 0
    if (n > 1) return [`mail ${id} (${state}) was sent ${n} times`]
    if (state === 'sent' && n === 0) return [`mail ${id} says sent and never arrived`]
    if (state === 'failed' && n > 0) return [`mail ${id} says failed and arrived`]
    return state === 'sent' || state === 'failed' || state === 'unsure' ? [] : [`mail ${id} is stuck: ${state}`]
  })
  const known = new Set(mails.map((mail) => mail.id))
  faults.push(...[...arrived.keys()].filter((id) => !known.has(id)).map((id) => `mail ${id} was sent and is in no row`))
  const of = (state: string) => mails.filter((mail) => mail.state === state).length
  return { faults, counts: { sent: of('sent'), failed: of('failed'), unsure: of('unsure') } }
}
