import fc from 'fast-check'
import type { Facts, SimpleTerms } from '../../program/index.ts'
import type { NaiveItem, NaivePlan } from './naive.ts'

export type Step =
  | { do: 'qualify'; item: number; day: number }
  | { do: 'unqualify'; item: number }
  | { do: 'win'; item: number; day: number; cents: number; currency: string; firstYear: number | null }
  | { do: 'reopen'; item: number }
  | { do: 'change amount'; item: number; cents: number }
  | { do: 'credit other partner'; item: number; partner: number }
  | { do: 'put on plan'; partner: number; plan: number; from: number }
  | { do: 'settle again'; item: number }

export const partners = 2
export const items = 3
const day = fc.integer({ min: 0, max: 500 })
const cents = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 50_000_000 }))
const currency = fc.constantFrom('EUR', 'USD', 'JPY')
const item = fc.integer({ min: 0, max: items - 1 })
const partner = fc.integer({ min: 0, max: partners - 1 })

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('qualify' as const), item, day }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unqualify' as const), item }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('win' as const), item, day, cents, currency, firstYear: fc.option(cents, { freq: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const), item }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('change amount' as const), item, cents }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('credit other partner' as const), item, partner }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('put on plan' as const), partner, plan: fc.integer({ min: 0, max: 3 }), from: day }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('settle again' as const), item }) },
)

/** Most histories begin with both partners on a plan; few random ones would come to money otherwise. */
export const history = (maxLength: number): fc.Arbitrary<Step[]> => {
  const opening = fc.tuple(...Array.from({ length: partners }, (_, n) => fc.record({ do: fc.constant('put on plan' as const), partner: fc.constant(n), plan: fc.integer({ min: 0, max: 3 }), from: fc.integer({ min: 0, max: 60 }) })))
  return fc.tuple(fc.oneof({ weight: 9, arbitrary: opening }, { weight: 1, arbitrary: fc.constant([]) }), fc.array(step, { minLength: 1, maxLength, size: 'max' })).map(([first, rest]) => [...first, ...rest])
}

/** A rate up to 100 %, awkward ones included, and maybe a limit. At least one of flat and share. */
export const plan: fc.Arbitrary<NaivePlan> = fc
  .record({
    flat: fc.option(fc.integer({ min: 1, max: 100_000 }), { freq: 4 }),
    share: fc.option(fc.constantFrom<[number, number]>([15, 100], [1, 3], [57, 10_000], [125, 1000], [1, 1], [33, 70], [1, 1000]), { freq: 4 }),
    cap: fc.option(fc.integer({ min: 1, max: 500_000 }), { freq: 3 }), currency,
  })
  .map((p) => (p.flat === null && p.share === null ? { ...p, flat: 40_000 } : p))
export const plans = fc.array(plan, { minLength: 4, maxLength: 4 })

export const dayText = (n: number) => Temporal.PlainDate.from('2026-01-01').add({ days: n }).toString()

export function termsOf(p: NaivePlan): SimpleTerms {
  return {
    language: 1, currency: p.currency, payment: { rule: 'after_quarter_end', days: 30 }, rounding: 'half_away_per_line',
    components: [
      ...(p.flat === null ? [] : [{ id: 'qualified', trigger: 'referral.qualified' as const, kind: 'flat' as const, amountMinor: String(p.flat) }]),
      ...(p.share === null ? [] : [{
        id: 'won', trigger: 'opportunity.won' as const, kind: 'percent' as const, rate: { num: p.share[0], den: p.share[1] }, basis: 'first_year_revenue' as const,
        ...(p.cap === null ? {} : { capMinor: String(p.cap) }),
      }]),
    ],
  }
}

export function factsOf(state: NaiveItem): Facts {
  const { won } = state
  return {
    qualifiedOn: state.qualified === null ? null : dayText(state.qualified),
    won: won && { closedOn: dayText(won.day), amountMinor: BigInt(won.cents), currency: won.currency, ...(won.firstYear === null ? {} : { firstYearMinor: BigInt(won.firstYear) }) },
  }
}

/** What a step does to the facts of its item. */
export function apply(state: NaiveItem, s: Step): NaiveItem {
  switch (s.do) {
    case 'qualify': return { ...state, qualified: s.day }
    case 'unqualify': return { ...state, qualified: null }
    case 'win': return { ...state, won: { day: s.day, cents: s.cents, currency: s.currency, firstYear: s.firstYear } }
    case 'reopen': return { ...state, won: null }
    case 'change amount': return { ...state, won: state.won && { ...state.won, cents: s.cents, firstYear: null } }
    case 'credit other partner': return { ...state, partner: s.partner }
    case 'put on plan':
    case 'settle again': return state
  }
}
