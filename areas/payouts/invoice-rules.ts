// What an invoice says about VAT, and when a payment waits for it; pure.
import { applyRate } from '../../kernel/money.ts'
import { sayPercent } from '../../kernel/text.ts'
import type { VatMode } from './tax-rules.ts'

/** none: no invoices are exchanged. partner: the partner raises one against each statement. self: we raise it for the partner, who agreed to that. */
export const invoicingModes = ['none', 'partner', 'self'] as const
export type InvoicingMode = (typeof invoicingModes)[number]

export type Vat = { mode: VatMode; vatMinor: bigint; grossMinor: bigint; rate: number; sentence: string }

/**
 * VAT on a commission. `rate` in hundredths of a percent counts where the partner charges VAT. Rounded half away from zero, once, on the
 * whole. Sources: Council Directive 2006/112/EC, articles 196 and 226 (11a) for reverse charge, 282 for small businesses.
 */
export function vatOn(netMinor: bigint, mode: VatMode, rate: number): Vat {
  const size = netMinor < 0n ? -netMinor : netMinor
  const vat = mode === 'domestic' ? applyRate(size, { num: BigInt(rate), den: 10_000n }) : 0n
  const vatMinor = netMinor < 0n ? -vat : vat
  return { mode, vatMinor, grossMinor: netMinor + vatMinor, rate: mode === 'domestic' ? rate : 0, sentence: sentences[mode](rate) }
}

/**
 * How much of the VAT belongs to each of these amounts, in their order: the VAT of the sum up to it less that of the sum before. So the parts
 * are exactly the VAT of the whole, whatever they round to. `from` is what is left of an invoice that a credit note lowers.
 */
export function vatShares(amounts: bigint[], mode: VatMode, rate: number, from = 0n): bigint[] {
  let sum = from
  return amounts.map((minor) => {
    const before = vatOn(sum, mode, rate).vatMinor
    sum += minor
    return vatOn(sum, mode, rate).vatMinor - before
  })
}

/** As the partner confirmed it; where it said nothing, a rate means that it charges VAT. */
export const vatModeOf = ({ vatRate }: { vatRate: number }, said: { mode: VatMode } | null | undefined): VatMode => said?.mode ?? (vatRate > 0 ? 'domestic' : 'outside_scope')

const sentences: Record<VatMode, (rate: number) => string> = {
  reverse_charge: () => 'Reverse charge: the recipient accounts for the VAT (article 196 of Directive 2006/112/EC).',
  domestic: (rate) => `VAT at ${sayVatRate(rate)} is included.`,
  small_business: () => 'No VAT is charged: the supplier is a small business.',
  outside_scope: () => 'No VAT is charged: the supply is outside its scope.',
}
export const sayVatRate = (rate: number): string => sayPercent(rate / 100)

/** "PB-000042": as many digits as are needed, at least six. */
export const numberOf = (prefix: string, sequence: number): string => `${prefix}-${String(sequence).padStart(6, '0')}`

/** `chargesVat`: what we raise for the partner has VAT, which is paid with what it is for. */
export type Arrangement = { mode: InvoicingMode; fromOn: string; chargesVat?: boolean }
/**
 * Whether a line waits for an invoice: where the partner raises them, or we do with VAT, what is told on a statement of the arrangement's time
 * waits until that has its invoice, and what is told on none yet waits for one. What is taken back waits for nothing.
 */
export function waitsForInvoice(line: { payableMinor: bigint }, arrangement: Arrangement | undefined, statement: { to: string; isInvoiced: boolean } | undefined): boolean {
  if (!arrangement || line.payableMinor <= 0n || !(arrangement.mode === 'partner' || (arrangement.mode === 'self' && arrangement.chargesVat))) return false
  return statement === undefined || (statement.to >= arrangement.fromOn && !statement.isInvoiced)
}
