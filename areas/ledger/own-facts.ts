// What happened to our own introductions and opportunities, told to plans in language 2 as facts. Facts are never changed: where it turned
// out otherwise, the one before is withdrawn and what holds is told under the next id.
import { parseId, showId, type Id } from '../../kernel/ids.ts'
import { decimal, isCurrency } from '../../kernel/money.ts'
import type { Tx } from '../../platform/db/context.ts'
import { isSimple, ownSource, saidBy, versionsOfPartner, type Fact, type Facts } from '../program/index.ts'
import { survivorsOf } from '../companies/index.ts'
import { factsByKey } from './fact-store.ts'
import { recordIn } from './record-facts.ts'
import type { PostedLine } from './post.ts'

export type OwnItem = { partnerId: Id | null; itemId: Id; opportunityId: Id | null; companyId: Id | null }

/** Brings the facts told of an item to what is known now, and settles. Nothing is told of a partner who was never on a plan in language 2. */
export async function tellOwn(tx: Tx, item: OwnItem, facts: Facts): Promise<PostedLine[]> {
  const base = showId(item.opportunityId === item.itemId ? 'opportunity' : 'referral', item.itemId)
  const told = await toldOf(tx, [`${base}:qualified`, `${base}:won`])
  if (told.size === 0 && !(item.partnerId && (await isOnLanguage2(tx, item.partnerId)))) return []
  const wanted = ownWanted(item, facts, base)
  const news: Fact[] = []
  for (const name of [`${base}:qualified`, `${base}:won`]) {
    const before = told.get(name)
    const now = await asTold(tx, wanted.get(name), before?.live)
    if (before?.live && now && sameBut(before.live, now)) continue
    if (before?.live) news.push({ kind: 'withdrawn', id: `${before.live.id}:withdrawn`, at: tx.now.toString(), of: before.live.id })
    if (now) news.push({ ...now, id: before ? `${name}:${before.count + 1}` : name } as Fact)
  }
  return news.length === 0 ? [] : (await recordIn(tx, news)).lines
}

/** A company that became part of another is told as before: the merge alone says nothing new about the money. */
async function asTold(tx: Tx, now: Fact | undefined, before: Fact | null | undefined): Promise<Fact | undefined> {
  if (!now || !before || !('account' in now) || !('account' in before) || !now.account || !before.account || now.account === before.account) return now
  const [told, wanted] = [parseId('company', before.account), parseId('company', now.account)]
  return told && wanted && (await survivorsOf(tx, [told])).get(told) === wanted ? { ...now, account: before.account } : now
}

type Told = { count: number; live: Fact | null }
const mostTold = 50

/** What was told under each of these names so far: how often, and the one that stands. */
async function toldOf(tx: Tx, names: string[]): Promise<Map<string, Told>> {
  const ids = names.flatMap((name) => [name, ...Array.from({ length: mostTold }, (_, i) => `${name}:${i + 2}`)])
  const known = await factsByKey(tx, ids.flatMap((id) => [id, `${id}:withdrawn`]))
  return new Map(names.flatMap((name) => {
    const own = ids.filter((id) => (id === name || id.startsWith(`${name}:`)) && known.has(id))
    const live = own.find((id) => !known.has(`${id}:withdrawn`))
    return own.length === 0 ? [] : [[name, { count: own.length, live: live === undefined ? null : (known.get(live)?.fact ?? null) }]]
  }))
}

/** The facts that hold of an item now, each under the name it is told by first. */
export function ownWanted({ partnerId, companyId }: OwnItem, { qualifiedOn, won }: Facts, base: string): Map<string, Fact> {
  const wanted = new Map<string, Fact>()
  if (!partnerId) return wanted
  const common = { partner: showId('partner', partnerId), source: ownSource, ...(companyId ? { account: showId('company', companyId) } : {}) }
  if (qualifiedOn) wanted.set(`${base}:qualified`, { kind: 'qualified', id: `${base}:qualified`, at: qualifiedOn, ...common })
  const amountMinor = won ? (won.firstYearMinor ?? won.amountMinor) : 0n
  if (won && amountMinor > 0n && isCurrency(won.currency))
    wanted.set(`${base}:won`, { kind: 'sale', id: `${base}:won`, at: won.closedOn, amount: decimal(amountMinor, won.currency), currency: won.currency, ...common })
  return wanted
}

const sameBut = (a: Fact, b: Fact): boolean => saidBy({ ...a, id: '' }) === saidBy({ ...b, id: '' })

async function isOnLanguage2(tx: Tx, partnerId: Id): Promise<boolean> {
  return (await versionsOfPartner(tx, partnerId)).some((version) => !isSimple(version))
}
