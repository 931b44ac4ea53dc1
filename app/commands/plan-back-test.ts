import { backTest } from '../../areas/ledger/index.ts'
import type { Plan } from '../../areas/program/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { showId } from '../../kernel/ids.ts'
import { decimal, formatMoney } from '../../kernel/money.ts'
import { count } from '../../kernel/text.ts'
import { read } from '../../platform/db/transact.ts'
import { chosenWorkspace, operatorCtx, withDatabase, type Call } from './command.ts'

type Outcome = { name: string; bookedMinor: bigint; draftMinor: bigint }

/** Runs a draft over the past of a workspace and says what it would have cost, for each partner; nothing is kept. */
export function backTestFile(call: Call, plan: Plan) {
  return withDatabase(async (db) => {
    const workspace = await chosenWorkspace(db, call.options['workspace'])
    const ctx = operatorCtx(db, workspace.id)
    const outcomes = new Map<Id, Outcome>()
    const period = { from: textOf(call.options['from']), to: textOf(call.options['to']) }
    let [unused, done] = [0, 0]
    for (let after: Id | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
      const page = await read(ctx, (r) => backTest(r, { plan, ...period, after, limit: 20 }))
      for (const seller of page.sellers) {
        unused += seller.unused
        for (const share of seller.shares) {
          const before = outcomes.get(share.partnerId) ?? { name: page.names.get(share.partnerId) ?? '', bookedMinor: 0n, draftMinor: 0n }
          const booked = share.booked.filter((sum) => sum.currency === plan.currency).reduce((sum, one) => sum + one.amountMinor, 0n)
          outcomes.set(share.partnerId, { ...before, bookedMinor: before.bookedMinor + booked, draftMinor: before.draftMinor + share.draftMinor })
        }
      }
      done += page.sellers.length
      if (!call.isJson) process.stderr.write(`${done} of ${count(page.total, 'partner')}\n`)
      after = page.next ?? undefined
    }
    const rows = [...outcomes].sort(([, a], [, b]) => (a.name < b.name ? -1 : 1))
    const money = (amountMinor: bigint) => formatMoney({ amountMinor, currency: plan.currency })
    for (const [, one] of rows) call.say(`${one.name}: booked ${money(one.bookedMinor)}, draft ${money(one.draftMinor)}, ${one.draftMinor >= one.bookedMinor ? '+' : ''}${money(one.draftMinor - one.bookedMinor)}`)
    const sum = (of: (one: Outcome) => bigint) => rows.reduce((total, [, one]) => total + of(one), 0n)
    const [booked, draft] = [sum((one) => one.bookedMinor), sum((one) => one.draftMinor)]
    call.say(`In all: booked ${money(booked)}, draft ${money(draft)}.${unused > 0 ? ` ${count(unused, 'fact')} cannot be used by the draft.` : ''}`)
    const say = (amountMinor: bigint) => decimal(amountMinor, plan.currency)
    return { json: { currency: plan.currency, booked: say(booked), draft: say(draft), unused, partners: rows.map(([id, one]) => ({ id: showId('partner', id), name: one.name, booked: say(one.bookedMinor), draft: say(one.draftMinor) })) } }
  }, { migrate: false })
}

const textOf = (option: string | boolean | undefined): string | undefined => (typeof option === 'string' ? option : undefined)
