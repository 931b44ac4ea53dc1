// US ACH credits as a bank takes them: lines of 94 characters, blocks of 10 lines. Source: Nacha Operating Rules 2025, appendix three.
// People are paid as PPD, companies as CCD; a batch holds one kind. The file holds credits only, the bank debits the total.
import { mostAchMinor, type AchPayer, type BankFile, type FileHead, type FilePayment } from './bank-file.ts'
import { nachaText } from './bank-text.ts'

const creditsOnly = '220'
/** Tells the files of one day apart. */
const modifiers = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

export function writeNacha(head: FileHead, payer: AchPayer, payments: FilePayment[]): BankFile {
  const batches = ([['CCD', true], ['PPD', false]] as const)
    .map(([secCode, isBusiness]) => ({ secCode, payments: payments.filter((p) => p.isBusiness === isBusiness) }))
    .filter((batch) => batch.payments.length > 0)
  const local = head.madeAt.toZonedDateTimeISO(head.timeZone)
  const yymmdd = (day: string) => day.replaceAll('-', '').slice(2)
  const made = yymmdd(local.toPlainDate().toString())
  const time = `${digits(local.hour, 2)}${digits(local.minute, 2)}`
  const lines = [line('1', '01', ` ${payer.routing}`, right(payer.origin, 10), made, time, modifiers[head.before % modifiers.length] ?? 'A', '094', '10', '1', left(payer.bankName, 23), left(payer.holder, 23), left(head.reference, 8))]
  let trace = 0
  const odfi = payer.routing.slice(0, 8)
  for (const [i, batch] of batches.entries()) {
    const number = digits(i + 1, 7)
    lines.push(line('5', creditsOnly, left(payer.holder, 16), left(head.reference, 20), right(payer.origin, 10), batch.secCode, left('COMMISSION', 10), made, yymmdd(head.executionOn), '   ', '1', odfi, number))
    for (const p of batch.payments) lines.push(entry(p, odfi, (trace += 1)))
    lines.push(line('8', creditsOnly, digits(batch.payments.length, 6), hashOf(batch.payments), digits(0, 12), digits(sumOf(batch.payments), 12), right(payer.origin, 10), ' '.repeat(25), odfi, number))
  }
  const blocks = Math.ceil((lines.length + 1) / 10)
  lines.push(line('9', digits(batches.length, 6), digits(blocks, 6), digits(payments.length, 8), hashOf(payments), digits(0, 12), digits(sumOf(payments), 12), ' '.repeat(39)))
  while (lines.length % 10 !== 0) lines.push('9'.repeat(94))
  return { fileName: `${head.reference}.ach`, contentType: 'text/plain', content: `${lines.join('\r\n')}\r\n` }
}

function entry(p: FilePayment, odfi: string, trace: number): string {
  if (p.account.kind !== 'us' || p.amount.currency !== 'USD') throw new Error(`${p.reference} is no ACH payment`)
  if (p.amount.amountMinor <= 0n || p.amount.amountMinor > mostAchMinor) throw new Error(`${p.reference} has an amount that ACH does not carry`)
  const { routing, account, type } = p.account
  return line('6', type === 'savings' ? '32' : '22', routing, left(account, 17), digits(p.amount.amountMinor, 10), left(p.reference, 15), left(p.holder, 22), '  ', '0', odfi, digits(trace, 7))
}

/** The first eight digits of every receiving bank, added up, the last ten digits of that. */
export const hashOf = (payments: FilePayment[]): string =>
  (payments.reduce((sum, p) => sum + (p.account.kind === 'us' ? BigInt(p.account.routing.slice(0, 8)) : 0n), 0n) % 10_000_000_000n).toString().padStart(10, '0')
const sumOf = (payments: FilePayment[]): bigint => payments.reduce((sum, p) => sum + p.amount.amountMinor, 0n)

function line(...parts: string[]): string {
  const whole = parts.join('')
  if (whole.length !== 94) throw new Error(`a NACHA line of ${whole.length} characters: ${whole.slice(0, 3)}`)
  return whole
}
const left = (value: string, width: number) => nachaText(value).slice(0, width).padEnd(width)
const right = (value: string, width: number) => nachaText(value).slice(0, width).padStart(width)
function digits(n: number | bigint, width: number): string {
  const text = n.toString()
  if (text.length > width) throw new Error(`${text} has more than ${width} digits`)
  return text.padStart(width, '0')
}
