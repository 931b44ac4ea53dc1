import { addCandidate, assessCandidate, moveCandidate, planNextStep, scorecardOf, setApplicationPage, submitApplication } from '../../areas/recruiting/index.ts'
import { read } from '../../platform/db/transact.ts'
import type { MemberKey } from './cast.ts'
import type { World } from './index.ts'

type Stage = Parameters<typeof moveCandidate>[2]['to']
type Said = Record<string, [step: number, evidence?: string]>
type Told = {
  name: string; type: 'referral' | 'implementation' | 'technology' | 'reseller'; owner: MemberKey; site: string; contact?: [name: string, email: string]; from: string; why?: string
  /** Stage by stage, with how many business days ago. */
  way: [stage: Stage, daysAgo: number, why?: string][]
  next?: [text: string, inDays: number]; says?: Partial<Record<MemberKey, Said>>
}

const candidates: Told[] = [
  {
    name: 'Osterhaus Beratung', type: 'implementation', owner: 'nora', site: 'osterhaus.example', contact: ['Birte Osterhaus', 'birte@osterhaus.example'], from: 'Named by Meridian Foods', why: 'Every second ERP project of theirs ends at a dispatcher with a whiteboard.',
    way: [['identified', 44], ['contacted', 40], ['in_conversation', 33], ['qualified', 15], ['agreement', 4]], next: ['Send the second draft of the agreement', 2],
    says: {
      nora: { skill: [3, 'Four ERP projects with references, two of them food makers'], closeness: [3], trust: [2, 'Their managing director was called by the COO of Castellan'], capacity: [2], competes: [2, 'No other routing product on their site or in talks'] },
      jonas: { skill: [2, 'Spoke to one reference'], closeness: [3], trust: [2, 'Same impression'], capacity: [1] },
    },
  },
  {
    name: 'Wavecrest Data', type: 'technology', owner: 'jonas', site: 'wavecrest.example', contact: ['Ines Duarte', 'ines@wavecrest.example'], from: 'Transport fair in Munich', why: 'Their telematics and our routes are bought together in Spain.',
    way: [['identified', 30], ['contacted', 28], ['in_conversation', 19]], next: ['Show both products to Iberia Parcel together', 5], says: { jonas: { fit: [2, 'Their API pushes positions; a week of work on our side'], sponsor: [2], motivation: [2] } },
  },
  {
    name: 'Delfi Logistik Partner', type: 'referral', owner: 'nora', site: 'delfi-logistik.example', contact: ['Kaspar Delfi', 'kaspar@delfi-logistik.example'], from: 'Former head of dispatch at Hofer', why: 'Dispatchers ask him which tool to take.',
    way: [['identified', 21], ['contacted', 17]], next: ['Call him about the depots in Linz', -2], says: { nora: { closeness: [2], trust: [1, 'Heads of dispatch, not directors'] } },
  },
  { name: 'Routely Solutions', type: 'reseller', owner: 'jonas', site: 'routely-solutions.example', contact: ['Nils Aker', 'nils@routely-solutions.example'], from: 'Wrote to us', way: [['identified', 26], ['in_conversation', 20]], next: ['Ask until when the contract runs', 1], says: { jonas: { competes: [0, 'Sole reseller of Routely in the Nordics until 2028'], sales: [2, 'Six people with targets'] } } },
  { name: 'Kontor Nord Interim', type: 'referral', owner: 'jonas', site: 'kontornord.example', from: 'List of the interim managers’ association', way: [['identified', 9]] },
  { name: 'Fjord and Partners AS', type: 'implementation', owner: 'nora', site: 'fjordpartners.example', from: 'List of the interim managers’ association', way: [['identified', 9]] },
  { name: 'Aurelio Consulting', type: 'implementation', owner: 'nora', site: 'aurelio.example', contact: ['Paola Aurelio', 'paola@aurelio.example'], from: 'Named by Chiara Conti', way: [['identified', 60], ['contacted', 55], ['not_now', 38, 'Good fit, but their two consultants are booked until summer.']] },
]

/** Who is on the way into the program, and who applied by the public page this week and waits for our answer. */
export async function tellRecruiting({ ctxOf, clock, memberId, workspace, db }: World): Promise<void> {
  await setApplicationPage(ctxOf('nora', clock.monthsAgo(4)), { isOpen: true, ownerId: memberId.nora, newAddress: false })
  for (const one of candidates) {
    const [first, ...rest] = one.way
    const at = (daysAgo: number) => ctxOf(one.owner, clock.businessDaysAgo(daysAgo, '10:20'))
    if (!first) continue
    const { id } = await addCandidate(at(first[1]), {
      name: one.name, type: one.type, website: `https://${one.site}`, contact: one.contact ? { name: one.contact[0], email: one.contact[1], phone: null } : null, source: 'staff', sourceNote: one.from, hypothesisNote: one.why ?? null,
    })
    let stage = first[0]
    for (const [to, daysAgo, why] of rest) {
      await moveCandidate(at(daysAgo), id, { expected: stage, to, why: why ?? null })
      stage = to
    }
    const last = rest.at(-1)?.[1] ?? first[1]
    for (const [who, said] of Object.entries(one.says ?? {}) as [MemberKey, Said][])
      await assessCandidate(ctxOf(who, clock.businessDaysAgo(Math.max(1, last - 1), '15:30')), id, { version: 0, note: null, answers: Object.entries(said).map(([criterionId, [step, evidence]]) => ({ criterionId, step, evidence: evidence ?? null })) })
    if (one.next) await planNextStep(at(Math.max(1, last - 2)), id, { nextStep: { text: one.next[0], on: clock.day(clock.now.add({ hours: 24 * one.next[1] })), by: null } })
  }
  const applied = { ...ctxOf('nora', clock.businessDaysAgo(1, '16:05')), actor: { kind: 'system' as const, name: 'application page' } }
  const { criteria } = await read(applied, (r) => scorecardOf(r, 'referral'))
  const say = (id: string, step: number) => ({ [id]: { step, words: criteria.find((c) => c.id === id)?.steps[step]?.words ?? '', evidence: null } })
  await submitApplication({ ...applied, workspace, db }, {
    company: 'Hélène Vasseur Conseil', website: 'vasseur-conseil.example', person: 'Hélène Vasseur', email: 'helene@vasseur-conseil.example', type: 'referral',
    words: 'I work for caterers and bakeries around Lyon. Three of them lost drivers last winter, and each asked me how to plan with fewer.', answers: { ...say('closeness', 2), ...say('motivation', 2), ...say('capacity', 1) }, sourceKey: 'demo',
  })
}
