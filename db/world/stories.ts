import type { Id } from '../../kernel/ids.ts'
import { acceptReferral, askPartner, closeReferral, declineReferral, linkReferralOpportunity, progressReferral, replyAsPartner, submitReferral, writeToPartner } from '../../areas/referrals/index.ts'
import { contactsOf } from '../../areas/partners/index.ts'
import { read } from '../../platform/db/transact.ts'
import { buyers, people, reasons, type MemberKey, type PartnerKey } from './cast.ts'
import type { World } from './index.ts'

type End = 'declined' | 'contacted' | 'met' | 'qualified' | 'opportunity' | 'won' | 'lost'
/** One introduction: who, whom, how many days ago, how far it came, and for what money. */
type Story = { partner: PartnerKey; buyer: number; daysAgo: number; end: End; amount?: string; rep: MemberKey; slow?: boolean }

const past: Story[] = [
  { partner: 'brightline', buyer: 2, daysAgo: 320, end: 'won', amount: '8400000', rep: 'omar' }, { partner: 'brightline', buyer: 13, daysAgo: 290, end: 'won', amount: '6120000', rep: 'priya' },
  { partner: 'brightline', buyer: 24, daysAgo: 262, end: 'declined', rep: 'omar' }, { partner: 'brightline', buyer: 22, daysAgo: 230, end: 'won', amount: '3960000', rep: 'priya' },
  { partner: 'brightline', buyer: 28, daysAgo: 196, end: 'lost', amount: '4500000', rep: 'omar' }, { partner: 'brightline', buyer: 10, daysAgo: 160, end: 'won', amount: '2880000', rep: 'omar' },
  { partner: 'brightline', buyer: 32, daysAgo: 78, end: 'won', amount: '5240000', rep: 'priya' }, { partner: 'brightline', buyer: 35, daysAgo: 44, end: 'opportunity', amount: '2100000', rep: 'omar' },
  { partner: 'brightline', buyer: 5, daysAgo: 46, end: 'qualified', rep: 'priya' }, { partner: 'brightline', buyer: 14, daysAgo: 25, end: 'met', rep: 'omar' },
  { partner: 'norte', buyer: 8, daysAgo: 280, end: 'won', amount: '3050000', rep: 'priya' }, { partner: 'norte', buyer: 25, daysAgo: 240, end: 'declined', rep: 'priya' },
  { partner: 'norte', buyer: 23, daysAgo: 205, end: 'won', amount: '9175050', rep: 'omar' }, { partner: 'norte', buyer: 11, daysAgo: 150, end: 'lost', amount: '1800000', rep: 'priya' },
  { partner: 'norte', buyer: 20, daysAgo: 95, end: 'opportunity', amount: '1450000', rep: 'omar', slow: true }, { partner: 'norte', buyer: 1, daysAgo: 13, end: 'contacted', rep: 'priya' },
  { partner: 'kestrel', buyer: 33, daysAgo: 250, end: 'won', amount: '1990000', rep: 'omar' }, { partner: 'kestrel', buyer: 16, daysAgo: 190, end: 'declined', rep: 'omar' },
  { partner: 'kestrel', buyer: 36, daysAgo: 80, end: 'lost', amount: '3300000', rep: 'priya', slow: true }, { partner: 'kestrel', buyer: 3, daysAgo: 36, end: 'opportunity', amount: '2675000', rep: 'omar' },
  { partner: 'fjord', buyer: 26, daysAgo: 215, end: 'declined', rep: 'priya' }, { partner: 'fjord', buyer: 17, daysAgo: 140, end: 'qualified', rep: 'priya', slow: true },
  { partner: 'mercato', buyer: 7, daysAgo: 82, end: 'won', amount: '1240000', rep: 'omar' }, { partner: 'mercato', buyer: 29, daysAgo: 110, end: 'lost', amount: '960000', rep: 'omar' },
  { partner: 'mercato', buyer: 34, daysAgo: 40, end: 'opportunity', amount: '1725000', rep: 'priya' },
  { partner: 'tanaka', buyer: 18, daysAgo: 128, end: 'met', rep: 'omar' }, { partner: 'tanaka', buyer: 19, daysAgo: 84, end: 'declined', rep: 'omar' },
  { partner: 'atlas', buyer: 12, daysAgo: 86, end: 'won', amount: '11800000', rep: 'priya' }, { partner: 'atlas', buyer: 30, daysAgo: 52, end: 'met', rep: 'priya' },
  { partner: 'bluebird', buyer: 4, daysAgo: 70, end: 'declined', rep: 'omar' }, { partner: 'bluebird', buyer: 27, daysAgo: 38, end: 'qualified', rep: 'omar' }, { partner: 'bluebird', buyer: 15, daysAgo: 20, end: 'met', rep: 'omar' },
]

/** The introductions of the last year, then the ones that make today's queue. */
export async function tellStories(world: World): Promise<void> {
  for (const [index, story] of past.entries()) await tell(world, story, index)
  await tellToday(world)
}

async function introduce(world: World, partner: PartnerKey, buyer: number, at: Temporal.Instant, consent: boolean, n: number): Promise<{ id: Id }> {
  const system = world.ctxOf('nora', at)
  const contact = (await read(system, (r) => contactsOf(r, world.partnerId[partner])))[n % 2] ?? (await read(system, (r) => contactsOf(r, world.partnerId[partner])))[0]!
  const ctx = { ...system, actor: { kind: 'partner' as const, id: contact.id, name: contact.name, partnerId: contact.partnerId, contactId: contact.id } }
  const [name, domain] = buyers[buyer]!
  const person = people[(buyer + n) % people.length]!
  return submitReferral(ctx, {
    partnerId: contact.partnerId, contactId: contact.id, buyer: n % 3 === 0 ? domain : name, person: `${person}, ${person.split(' ')[0]!.toLowerCase().normalize('NFD').replace(/[^a-z]/g, '')}@${domain}`,
    reason: reasons[(buyer + n) % reasons.length]!, consent, source: 'link',
  })
}

async function tell(world: World, story: Story, n: number): Promise<void> {
  const { clock, ctxOf, memberId } = world
  let day = story.daysAgo
  let last = Temporal.Instant.fromEpochMilliseconds(0)
  /** So many days after the step before, and never before it: a weekend in between moves a step to the Friday. */
  const at = (after: number, time: string) => {
    const wished = clock.daysAgo(Math.max((day -= after), 0), time)
    last = Temporal.Instant.compare(wished, last) > 0 ? wished : last.add({ minutes: 40 })
    return last
  }
  const { id } = await introduce(world, story.partner, story.buyer, at(0, `${9 + (n % 7)}:12`.padStart(5, '0')), true, n)
  const rep = (after: number, time: string) => ctxOf(story.rep, at(after, time))
  if (story.end === 'declined') return void (await declineReferral(rep(1, '11:30'), id, { reason: 'not_a_fit', why: null }))
  await acceptReferral(rep(story.slow ? 4 : 1, '10:40'), id, { ownerId: memberId[story.rep] })
  await progressReferral(rep(story.slow ? 5 : 1, '15:05'), id, { step: 'contacted', why: null })
  if (story.end === 'contacted') return
  await progressReferral(rep(6, '14:00'), id, { step: 'met', why: null })
  if (story.end === 'met') return
  await progressReferral(rep(2, '09:45'), id, { step: 'qualified', why: null })
  if (story.end === 'qualified') return
  const deal = { name: null, amountMinor: BigInt(story.amount!), currency: 'EUR', product: 'Route planning' }
  await linkReferralOpportunity(rep(4, '16:20'), id, { create: deal })
  if (story.end === 'opportunity') return
  const closing = rep(18 + clock.pick(30), '12:10')
  await closeReferral(closing, id, { outcome: story.end, closedOn: clock.day(closing.now), why: story.end === 'lost' ? 'They stay with what they have for another year.' : null })
}

/** What is due now: one late, some for today and the days after, a question answered, two claims on one buyer. */
async function tellToday(world: World): Promise<void> {
  const { clock, ctxOf, memberId } = world
  await introduce(world, 'mercato', 9, clock.businessDaysAgo(3, '15:20'), true, 1)
  await introduce(world, 'fjord', 6, clock.businessDaysAgo(2, '11:05'), true, 1)
  await introduce(world, 'kestrel', 6, clock.businessDaysAgo(1, '09:50'), true, 2)
  await introduce(world, 'brightline', 0, clock.businessDaysAgo(0, '09:12'), true, 2)
  await introduce(world, 'sahar', 31, clock.businessDaysAgo(0, '08:40'), false, 1)
  const asked = await introduce(world, 'norte', 37, clock.businessDaysAgo(4, '16:00'), true, 1)
  await askPartner(ctxOf('priya', clock.businessDaysAgo(3, '12:00')), asked.id, 'Do they plan their own vans, or do they use carriers?')
  const contact = (await read(ctxOf('nora', clock.now), (r) => contactsOf(r, world.partnerId.norte)))[0]!
  await replyAsPartner({ ...ctxOf('nora', clock.businessDaysAgo(1, '18:30')), actor: { kind: 'partner', id: contact.id, name: contact.name, partnerId: contact.partnerId, contactId: contact.id } }, asked.id, { body: 'Both. Eleven vans of their own, carriers at weekends.', consent: false })
  const accepted = await introduce(world, 'bluebird', 21, clock.businessDaysAgo(3, '10:00'), true, 2)
  await acceptReferral(ctxOf('omar', clock.businessDaysAgo(1, '11:15')), accepted.id, { ownerId: memberId.omar })
  await writeToPartner(ctxOf('omar', clock.businessDaysAgo(1, '11:20')), accepted.id, 'Thank you. I will call Dunmore this week and tell you how it went.')
}
