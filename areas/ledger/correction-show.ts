import { may } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { no } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { ownSource } from '../program/index.ts'
import { mayCorrect } from './corrections.ts'
import { itemBehind } from './correction-store.ts'

/** What a line is about as it stands now, and whether that can be corrected from it. */
export async function showItem(r: Reading, lineId: Id) {
  const behind = await itemBehind(r, lineId)
  const fact = behind?.fact
  const said = (fact ?? {}) as Record<string, unknown>
  const text = (field: string) => (typeof said[field] === 'string' ? said[field] : null)
  return {
    about: fact ? { kind: fact.kind, at: fact.at, amount: text('amount'), currency: text('currency'), account: text('account'), product: text('product'), partner: text('partner') } : null,
    can: { correct: may(r.actor, 'facts:write') ? mayCorrect({ isLanguage2: behind?.isLanguage2 ?? false, fact, ownSource }) : no('An admin, a manager or finance can correct it.') },
  }
}
