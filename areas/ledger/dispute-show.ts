import { may } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { no, type Can } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import { showSentDocument } from '../../platform/files/index.ts'
import { showMoney, shown } from '../../platform/http/shapes.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import { contactNames, partnerNames } from '../partners/index.ts'
import { nextPromises } from '../promises/index.ts'
import { filesOf } from './dispute-file-store.ts'
import { mayAddFile, mayAnswer, maySettle, reasonWords } from './dispute-rules.ts'
import type { DisputeRow } from './dispute-store.ts'
import { aboutsOf } from './line-abouts.ts'
import { statementsOfLines } from './statement-queries.ts'

/** Disputes as the API shows them, each with its line. */
export async function disputesShown(r: Reading, disputes: DisputeRow[]) {
  const lines = await linesOf(r, disputes.map((d) => d.lineId))
  const files = await filesOf(r, disputes.map((d) => d.id))
  const sent = [...files.values()].flat()
  const [about, partners, contacts, members, promises, statements] = await Promise.all([
    aboutsOf(r, [...lines.values()].map(keyed)), partnerNames(r, disputes.map((d) => d.partnerId)), contactNames(r, [...disputes, ...sent].flatMap((one) => one.contactId ?? [])),
    memberNames(r, [...disputes.flatMap((d) => [d.answeredBy, d.settledBy]), ...sent.map((one) => one.memberId)]), nextPromises(r, disputes.map((d) => d.id)), statementsOfLines(r, disputes.map((d) => d.lineId)),
  ])
  const adds = (can: Can): Can => (may(r.actor, 'disputes:write') ? can : no('An admin, a manager or finance can add files.'))
  const decides = (can: Can): Can => (may(r.actor, 'disputes:decide') ? can : no('An admin, a manager or finance can decide disputes.'))
  return disputes.map((d) => {
    const line = lines.get(d.lineId)
    if (!line) throw new Error(`no line ${d.lineId}`)
    const statement = statements.get(d.lineId)
    const own = files.get(d.id) ?? []
    return {
      id: shown('dispute', d.id), state: d.state, outcome: d.outcome, reason: d.reason, reasonSaid: reasonWords[d.reason], body: d.body, evidence: d.evidence, partner: { id: shown('partner', d.partnerId), name: partners.get(d.partnerId) ?? '' },
      contact: (d.contactId && contacts.get(d.contactId)) ?? null, openedAt: d.openedAt.toString(), dueAt: promises.get(d.id)?.dueAt.toString() ?? null, answer: d.answer, answeredAt: d.answeredAt?.toString() ?? null,
      answeredBy: (d.answeredBy && members.get(d.answeredBy)) ?? null, settledWhy: d.settledWhy, settledAt: d.settledAt?.toString() ?? null, settledBy: (d.settledBy && members.get(d.settledBy)) ?? null, factId: d.factKey,
      commission: {
        id: shown('commission', line.id), about: about(keyed(line)), amount: showMoney(line.amount_minor, line.currency), component: line.component, clause: line.clause,
        working: line.working as string[], item: line.item_key, earnedOn: line.earned_on, payableOn: line.payable_on,
      },
      statement: statement ? { id: shown('statement', statement.id), period: statement.period } : null,
      files: own.map((one) => showSentDocument(one, { contacts, members })),
      can: { answer: decides(mayAnswer(d)), settle: decides(maySettle(d)), addFile: adds(mayAddFile(d, own.length, false)) },
    }
  })
}

const keyed = (line: { company_id: Id | null; item_key: string | null }) => ({ companyId: line.company_id, itemKey: line.item_key })

async function linesOf(r: Reading, ids: Id[]) {
  const rows = await r.q
    .selectFrom('commission_line').select(['id', 'company_id', 'item_key', 'amount_minor', 'currency', 'component', 'clause', 'working', 'earned_on', 'payable_on'])
    .where('workspace_id', '=', r.workspace).where('id', '=', anyOf(ids)).execute()
  return new Map(rows.map((row) => [row.id, row]))
}
