import { may, rolesWith } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { list } from '../../kernel/text.ts'
import type { Ctx, Reading } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { partnerById, partnerNames } from '../partners/index.ts'
import { countsFor } from './alike-rules.ts'
import { definitions, measureKeys, type Definition, type MeasureKey } from './definitions.ts'
import { average, figure, noAmounts, noCounts, type AmountsBy, type Average, type Counts, type Figure, type Likely } from './figure-rules.ts'
import type { PeriodWish } from './period.ts'
import { askedPeriod, likelyOf, programFrom, programOf, type Program } from './program.ts'
import { amountsByPartner, amountsOf, casesByPartner, countsTogether, partnersByName, partnersInProgram, promisesByPartner } from './queries.ts'
import { ranking, type Ranking } from './ranking.ts'

export type Measure = { definition: Definition; now: Figure; before: Figure | null; likely: Likely | null; program: Average }
export type Cell = { figure: Figure; likely: Likely | null }
/** Measures that the caller's role may not see, and who can. */
export type Hidden = { key: MeasureKey; why: string }

/** All partners together, and the first of them by one measure. */
export async function programPerformance(ctx: Ctx, wish: PeriodWish & { rank: Ranking; currency?: string | undefined }) {
  // Side by side: the cases by partner take as long as all the rest.
  const [cases, rest] = await Promise.all([
    read(ctx, async (r) => casesByPartner(r, (await askedPeriod(r, wish)).now)),
    read(ctx, async (r) => {
      const asked = await askedPeriod(r, wish)
      const { now, before } = asked
      const [promises, inProgram, amounts, earlier] = await Promise.all([
        promisesByPartner(r, now), partnersInProgram(r, now), amountsOf(r, now), before && Promise.all([countsTogether(r, before), amountsOf(r, before)]),
      ])
      return { asked, promises, inProgram, amounts, earlier }
    }),
  ])
  const { asked: { period, now, ...ours }, amounts, earlier } = rest
  const currency = wish.currency ?? ours.currency
  const program = programFrom(cases, rest.promises, rest.inProgram)
  const measures = shownMeasures(ctx).map((key): Measure => {
    const whole = figure(key, program.all, amounts)
    return { definition: definitions[key], now: whole, before: earlier && figure(key, ...earlier), likely: null, program: average(whole, program.partners) }
  })
  const rows = await read(ctx, async (r) => {
    const places = await ranking(r, program, wish.rank, { span: now, currency })
    const ids = places.map((place) => place.id)
    const [names, earned] = await Promise.all([partnerNames(r, ids), amountsByPartner(r, now, ids)])
    const counts = countsFor(program.alike, ids)
    return places.map(({ id, rank }) => ({ rank, partner: { id, name: names.get(id) ?? '' }, cells: cellsOf(r, program, counts.get(id), earned.get(id)) }))
  })
  return { period, partners: program.partners, hidden: hiddenFrom(ctx), measures, table: { rankedBy: wish.rank, currency, total: program.alike.reduce((sum, { ids }) => sum + ids.length, 0), rows } }
}

/** One partner beside the period before, the program, and where its true rates are likely to lie. */
export async function partnerPerformance(r: Reading, partnerId: Id, wish: PeriodWish) {
  const { id, name } = await partnerById(r, partnerId)
  const { period, now, before } = await askedPeriod(r, wish)
  const program = await programOf(r, now)
  const whole = await amountsOf(r, now)
  const own = await amountsOf(r, now, id)
  const then = before && { counts: await countsTogether(r, before, id), amounts: await amountsOf(r, before, id) }
  const counts = countsFor(program.alike, [id]).get(id) ?? noCounts
  const measures = shownMeasures(r).map((key): Measure => ({
    definition: definitions[key], now: figure(key, counts, own), before: then && figure(key, then.counts, then.amounts), likely: likelyOf(program, key, counts),
    program: average(figure(key, program.all, whole), program.partners),
  }))
  return { partner: { id, name }, period, partners: program.partners, hidden: hiddenFrom(r), measures }
}

/** Every partner with a case in the period, by name, with its bare numbers. */
export async function everyPartner(r: Reading, wish: PeriodWish) {
  const { period, now } = await askedPeriod(r, wish)
  const program = await programOf(r, now)
  const amounts = await amountsByPartner(r, now)
  const names = await partnersByName(r)
  const counts = countsFor(program.alike, names.map(({ id }) => id))
  const partners = names.filter(({ id }) => counts.has(id) || amounts.has(id))
  return {
    period, program, measures: shownMeasures(r),
    rows: partners.map((partner) => ({ ...partner, counts: counts.get(partner.id) ?? noCounts, amounts: amounts.get(partner.id) ?? noAmounts })),
  }
}

function cellsOf(r: Reading, program: Program, counts: Counts = noCounts, amounts: AmountsBy = noAmounts): Cell[] {
  return shownMeasures(r).map((key) => ({ figure: figure(key, counts, amounts), likely: likelyOf(program, key, counts) }))
}

const shownMeasures = (r: Ctx) => measureKeys.filter((key) => key !== 'commissions' || may(r.actor, 'ledger:read'))
/** The measures that whoever asks may not see, and why. */
export function hiddenFrom(r: Ctx): Hidden[] {
  return may(r.actor, 'ledger:read') ? [] : [{ key: 'commissions', why: `What partners earned is seen by ${list(rolesWith('ledger:read'))} only.` }]
}
