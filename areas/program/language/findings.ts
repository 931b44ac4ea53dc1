import { compare, parseDecimal } from '../../../kernel/fraction.ts'

/** `place` as a path such as "components.0.pay.bands.rows.1". A warning does not keep a plan from being used. */
export type Finding = { place: string; level: 'error' | 'warning'; problem: string; remedy: string }
export const error = (place: string, problem: string, remedy: string): Finding => ({ place, level: 'error', problem, remedy })
export const warning = (place: string, problem: string, remedy: string): Finding => ({ place, level: 'warning', problem, remedy })
export const exceeds = (a: string, b: string): boolean => compare(parseDecimal(a) ?? { n: 0n, d: 1n }, parseDecimal(b) ?? { n: 0n, d: 1n }) > 0
