// What a bank booked. Source: ISO 20022 camt.053 (statement) and camt.054 (notification), any version from .02 to .13; their entries are
// of one shape. Money that came in and has nothing to do with a payment of ours is passed over.
import { SaxesParser } from 'saxes'
import { isCurrency, parseAmount, type Money } from '../../kernel/money.ts'
import { refuse, Refusal } from '../../kernel/refusal.ts'
import type { BankResult, Outcome } from './bank-result.ts'

type Element = { name: string; text: string; attributes: Record<string, string>; children: Element[] }
const deepest = 40

/** Refuses what is no camt.053 or camt.054, and any document type: nothing outside of the file is ever fetched or expanded. */
export function readCamt(xml: string): BankResult[] {
  const root = parse(xml)
  const message = root.children[0]?.children[0]
  const isCamt = root.children[0]?.name === 'Document' && (message?.name === 'BkToCstmrStmt' || message?.name === 'BkToCstmrDbtCdtNtfctn')
  if (!isCamt) throw refuse('invalid', 'payouts.not_camt', 'This XML is neither a statement (camt.053) nor a notification (camt.054) of a bank. Nothing was changed.')
  return all(root, 'Document', message.name, message.name === 'BkToCstmrStmt' ? 'Stmt' : 'Ntfctn', 'Ntry').flatMap((entry, i) => ofEntry(entry, i + 1))
}

function ofEntry(entry: Element, row: number): BankResult[] {
  const status = text(entry, 'Sts', 'Cd') ?? text(entry, 'Sts')
  if (status !== 'BOOK') return []
  const on = dayOf(entry, 'BookgDt') ?? dayOf(entry, 'ValDt')
  const details = all(entry, 'NtryDtls', 'TxDtls')
  const base = { row, on }
  const withReference = details.filter((one) => referenceOf(one) !== null)
  if (withReference.length > 0)
    return withReference.flatMap((one): BankResult[] => {
      const outcome = outcomeOf(entry, one)
      const amount = amountOf(one, 'Amt') ?? amountOf(one, 'AmtDtls', 'InstdAmt', 'Amt') ?? amountOf(one, 'AmtDtls', 'TxAmt', 'Amt') ?? (details.length === 1 ? amountOf(entry, 'Amt') : null)
      return outcome ? [{ ...base, about: { payment: referenceOf(one) ?? '' }, outcome, amount, reason: reasonOf(one) }] : []
    })
  const batch = text(entry, 'NtryDtls', 'Btch', 'PmtInfId') ?? text(entry, 'NtryDtls', 'Btch', 'MsgId') ?? text(entry, 'NtryDtls', 'TxDtls', 'Refs', 'PmtInfId')
  const outcome = outcomeOf(entry, undefined)
  return batch && outcome === 'paid' ? [{ ...base, about: { file: batch }, outcome, amount: amountOf(entry, 'Amt'), reason: null }] : []
}

/** Out of our account is paid; back into it is returned where the bank says so. */
function outcomeOf(entry: Element, details: Element | undefined): Outcome | undefined {
  const direction = (details && text(details, 'CdtDbtInd')) ?? text(entry, 'CdtDbtInd')
  const isReversal = text(entry, 'RvslInd') === 'true'
  const codes = [details, entry].flatMap((one) => (one ? [text(one, 'BkTxCd', 'Domn', 'Fmly', 'SubFmlyCd')] : []))
  const isReturn = (details !== undefined && all(details, 'RtrInf').length > 0) || isReversal || codes.some((code) => code === 'RRTN' || code === 'RPCR')
  if (direction === 'DBIT') return isReturn ? undefined : 'paid'
  return direction === 'CRDT' && isReturn ? 'returned' : undefined
}

function referenceOf(details: Element): string | null {
  const given = text(details, 'Refs', 'EndToEndId') ?? text(details, 'Refs', 'InstrId')
  return given && given !== 'NOTPROVIDED' ? given : null
}

function reasonOf(details: Element): string | null {
  const words = [text(details, 'RtrInf', 'Rsn', 'Cd') ?? text(details, 'RtrInf', 'Rsn', 'Prtry'), ...all(details, 'RtrInf', 'AddtlInf').map((one) => one.text)]
  return words.filter(Boolean).join(' ').slice(0, 200) || null
}

function dayOf(entry: Element, name: string): string | null {
  const day = (text(entry, name, 'Dt') ?? text(entry, name, 'DtTm'))?.slice(0, 10)
  return day && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null
}

function amountOf(element: Element, ...path: string[]): Money | null {
  const found = all(element, ...path)[0]
  const currency = found?.attributes['Ccy'] ?? ''
  if (!found || !isCurrency(currency) || !/^\d{1,15}(\.\d{1,5})?$/.test(found.text)) return null
  const minor = parseAmount(found.text.includes('.') ? `${found.text}0000` : found.text, currency)
  return typeof minor === 'bigint' ? { amountMinor: minor, currency } : null
}

function all(element: Element, ...path: string[]): Element[] {
  return path.reduce<Element[]>((found, name) => found.flatMap((one) => one.children.filter((child) => child.name === name)), [element])
}
const text = (element: Element, ...path: string[]): string | undefined => all(element, ...path)[0]?.text || undefined

function parse(xml: string): Element {
  const unreadable = (why: string) => refuse('invalid', 'payouts.unreadable_xml', `This XML cannot be read: ${why}. Nothing was changed.`)
  const root: Element = { name: '', text: '', attributes: {}, children: [] }
  const open = [root]
  const parser = new SaxesParser({})
  parser.on('doctype', () => {
    throw unreadable('it declares a document type, which no bank does')
  })
  parser.on('error', () => {
    throw unreadable('it is cut off or not well formed')
  })
  parser.on('opentag', (tag) => {
    if (open.length > deepest) throw unreadable('it is nested too deeply')
    // Banks write with and without a prefix.
    const element = { name: tag.name.replace(/^.*:/, ''), text: '', attributes: tag.attributes as Record<string, string>, children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('text', (words) => {
    const element = open.at(-1)
    if (element) element.text += words.trim()
  })
  parser.on('closetag', () => void open.pop())
  try {
    parser.write(xml.replace(/^\ufeff/, '')).close()
  } catch (error) {
    throw error instanceof Refusal ? error : unreadable('it is cut off or not well formed')
  }
  return root
}
