import fc from 'fast-check'
import papaparse from 'papaparse'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import type { Account, FilePayment } from './bank-file.ts'
import { isBankName, nachaText, sepaText } from './bank-text.ts'
import { writePaymentsCsv } from './write-csv.ts'
import { writeNacha } from './write-nacha.ts'
import { writePain001 } from './write-pain001.ts'

const head = { reference: 'HL7K2M9QX4TC', madeAt: Temporal.Instant.from('2026-11-26T16:05:09Z'), timeZone: 'Europe/Berlin', executionOn: '2026-11-30', before: 0 }
const payer = { holder: 'Harbourlight GmbH', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX', town: 'Lübeck', country: 'DE' }
const achPayer = { holder: 'Harbourlight Inc', origin: '1123456789', routing: '021000021', bankName: 'JPMorgan Chase' }
const payment = (reference: string, amountMinor: bigint, more: Partial<FilePayment> = {}): FilePayment => ({
  reference, holder: 'Brightline Consulting', isBusiness: true, account: { kind: 'iban', iban: 'NL91ABNA0417164300', bic: null }, amount: { amountMinor, currency: 'EUR' },
  remittance: `Commission of Harbourlight ${reference}`, ...more,
})
const us = (routing: string, account: string, type: 'checking' | 'savings' = 'checking'): Account => ({ kind: 'us', routing, account, type })

describe('text for banks', () => {
  test.each([
    ['Müller & Söhne GmbH', 'Mueller + Soehne GmbH'], ['Großhandel Weiß', 'Grosshandel Weiss'], ['Zielińska Łódź', 'Zielinska Lodz'], ['Ærø Øl', 'AEro Ol'], ['Café “Déjà vu”', 'Cafe Deja vu'], ['Παπαδόπουλος', 'Papadopoylos'],
    ['България', 'Balgariya'], ['a//b/', 'a/b'], ["O'Neill @ Co_1", "O'Neill (AT) Co-1"], ['سحر للاستشارات', ''], ['=cmd|x', 'cmd x'], ['İstanbul ığ', 'Istanbul Ig'], ['ﬁne № 5', 'fine No 5'],
  ])('%s', (text, plain) => expect(sepaText(text, 70)).toBe(plain))
  test('only the characters that are carried come out, whatever goes in', () => fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 90 }), (text) => {
    expect(sepaText(text, 70)).toMatch(/^[A-Za-z0-9/\-?:().,'+ ]{0,70}$/)
    expect(nachaText(text)).toMatch(/^[A-Z0-9 .-]*$/)
    expect(sepaText(sepaText(text, 70), 70)).toBe(sepaText(text, 70))
  })))
  test('a name of which nothing is left is none', () => expect(['سحر', 'X', 'Ana', '田中'].map(isBankName)).toEqual([false, false, true, false]))
})

type Element = { name: string; attributes: Record<string, string>; text: string; children: Element[] }
function parse(xml: string): Element {
  const root: Element = { name: '', attributes: {}, text: '', children: [] }
  const open = [root]
  const parser = new SaxesParser({})
  parser.on('opentag', (tag) => {
    const element = { name: tag.name, attributes: tag.attributes as Record<string, string>, text: '', children: [] }
    open.at(-1)!.children.push(element)
    open.push(element)
  })
  parser.on('text', (text) => void (open.at(-1)!.text += text.trim()))
  parser.on('closetag', () => void open.pop())
  parser.write(xml).close()
  return root
}
const at = (element: Element, path: string): Element[] => path.split('/').reduce((found, name) => found.flatMap((one) => one.children.filter((child) => child.name === name)), [element])
const say = (element: Element, path: string) => at(element, path).map((one) => one.text)

describe('pain.001.001.09', () => {
  const payments = [payment('A1B2C3D4E5F6', 118_000n, { holder: 'Müller & <Söhne>' }), payment('B1B2C3D4E5F6', 5n, { account: { kind: 'iban', iban: 'DE89370400440532013000', bic: 'COBADEFF' } })]
  const document = parse(writePain001(head, payer, payments).content)
  const group = 'Document/CstmrCdtTrfInitn/GrpHdr'
  const info = 'Document/CstmrCdtTrfInitn/PmtInf'

  test('counts and sums are those of the payments, at both levels', () => {
    for (const level of [group, info]) expect([say(document, `${level}/NbOfTxs`), say(document, `${level}/CtrlSum`)]).toEqual([['2'], ['1180.05']])
    expect(at(document, 'Document')[0]!.attributes).toEqual({ xmlns: 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09' })
    expect([say(document, `${group}/MsgId`), say(document, `${group}/CreDtTm`), say(document, `${info}/ReqdExctnDt/Dt`), say(document, `${info}/PmtTpInf/SvcLvl/Cd`), say(document, `${info}/ChrgBr`)]).toEqual([['HL7K2M9QX4TC'], ['2026-11-26T17:05:09'], ['2026-11-30'], ['SEPA'], ['SLEV']])
  })
  test('the elements stand in the order of the schema', () => {
    expect(at(document, info)[0]!.children.map((one) => one.name)).toEqual(['PmtInfId', 'PmtMtd', 'BtchBookg', 'NbOfTxs', 'CtrlSum', 'PmtTpInf', 'ReqdExctnDt', 'Dbtr', 'DbtrAcct', 'DbtrAgt', 'ChrgBr', 'CdtTrfTxInf', 'CdtTrfTxInf'])
    expect(at(document, `${info}/CdtTrfTxInf`).map((one) => one.children.map((child) => child.name))).toEqual([['PmtId', 'Amt', 'Cdtr', 'CdtrAcct', 'RmtInf'], ['PmtId', 'Amt', 'CdtrAgt', 'Cdtr', 'CdtrAcct', 'RmtInf']])
  })
  test('each transfer carries its reference, amount, account and a name that banks can read', () => {
    const transfers = `${info}/CdtTrfTxInf`
    expect(say(document, `${transfers}/PmtId/EndToEndId`)).toEqual(['A1B2C3D4E5F6', 'B1B2C3D4E5F6'])
    expect(say(document, `${transfers}/Amt/InstdAmt`)).toEqual(['1180.00', '0.05'])
    expect(at(document, `${transfers}/Amt/InstdAmt`).map((one) => one.attributes)).toEqual([{ Ccy: 'EUR' }, { Ccy: 'EUR' }])
    expect(say(document, `${transfers}/Cdtr/Nm`)).toEqual(['Mueller + Soehne', 'Brightline Consulting'])
    expect(say(document, `${transfers}/CdtrAcct/Id/IBAN`)).toEqual(['NL91ABNA0417164300', 'DE89370400440532013000'])
    expect(say(document, `${info}/Dbtr/PstlAdr/TwnNm`)).toEqual(['Luebeck'])
  })
  test('for any amounts the control sum is the sum, and the document is well formed', () => {
    fc.assert(fc.property(fc.array(fc.bigInt({ min: 1n, max: 99_999_999_999n }), { minLength: 1, maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 60 }), (amounts, noise) => {
      const written = parse(writePain001(head, payer, amounts.map((amount, i) => payment(`R${i}`, amount, { holder: `Ana ${noise}`, remittance: `For ${noise}` }))).content)
      const cents = (text: string) => BigInt(text.replace('.', ''))
      expect(cents(say(written, `${info}/CtrlSum`)[0]!)).toBe(say(written, `${info}/CdtTrfTxInf/Amt/InstdAmt`).reduce((sum, text) => sum + cents(text), 0n))
      expect(say(written, `${group}/NbOfTxs`)).toEqual([String(amounts.length)])
    }), { numRuns: 50 })
  })
  test('what is no SEPA payment is never written', () => {
    for (const wrong of [payment('A', 1n, { account: us('021000021', '1234') }), payment('A', 1n, { amount: { amountMinor: 1n, currency: 'USD' } }), payment('A', 0n), payment('A', 100_000_000_000n), payment('A', 1n, { holder: 'سحر' })])
      expect(() => writePain001(head, payer, [wrong])).toThrow()
  })
})

describe('NACHA', () => {
  const dollars = (amountMinor: bigint) => ({ amountMinor, currency: 'USD' })
  const payments = [
    payment('A1B2C3D4E5F6', 0n, { account: us('021000021', '123456789'), amount: dollars(125_000n) }), payment('B1B2C3D4E5F6', 0n, { account: us('121000358', '987654', 'savings'), amount: dollars(1n), isBusiness: false, holder: 'Zoë O’Neill-Ångström of a very long name' }),
    payment('C1B2C3D4E5F6', 0n, { account: us('091000019', '55501234'), amount: dollars(9_999n) }),
  ]
  const lines = (file: string) => file.split('\r\n').slice(0, -1)

  test('lines of 94 ASCII characters in blocks of ten', () => {
    for (let n = 1; n < 25; n += 1) {
      const written = lines(writeNacha(head, achPayer, Array.from({ length: n }, (_, i) => ({ ...payments[i % 3]!, reference: `R${i}` }))).content)
      expect(written.length % 10).toBe(0)
      for (const one of written) expect(one).toMatch(/^[ -~]{94}$/)
      const control = written.find((one) => one.startsWith('9') && !one.startsWith('999999'))!
      expect(Number(control.slice(7, 13))).toBe(written.length / 10)
    }
  })
  test('records in their order and their places', () => {
    const written = lines(writeNacha(head, achPayer, payments).content)
    expect(written.map((one) => one[0]).join('')).toBe('1566856899')
    expect(written[0]!.slice(0, 40)).toBe('101 02100002111234567892611261705A094101')
    expect([written[1]!.slice(0, 4), written[1]!.slice(50, 53), written[1]!.slice(63, 69), written[1]!.slice(69, 75), written[1]!.slice(78)]).toEqual(['5220', 'CCD', '261126', '261130', '1021000020000001'])
    expect(written[2]!).toBe('622021000021123456789        0000125000A1B2C3D4E5F6   BRIGHTLINE CONSULTING   0021000020000001')
    expect(written[6]!).toMatch(/^632121000358987654 {11}0000000001B1B2C3D4E5F6 {3}ZOE O NEILL-ANGSTROEM {3}0021000020000003$/)
    expect(written[5]!.slice(50, 53)).toBe('PPD')
  })
  test('the files of one day are told apart', () => {
    expect([0, 1, 25, 26, 35, 36].map((before) => lines(writeNacha({ ...head, before }, achPayer, payments).content)[0]![33])).toEqual(['A', 'B', 'Z', '0', '9', 'A'])
  })
  test('counts, hashes and totals of batches and file', () => {
    const written = lines(writeNacha(head, achPayer, payments).content)
    // 02100002 + 09100001, and with 12100035 for the file.
    expect([written[4]!.slice(4, 10), written[4]!.slice(10, 20), written[4]!.slice(20, 32), written[4]!.slice(32, 44)]).toEqual(['000002', '0011200003', '000000000000', '000000134999'])
    const control = written[8]!
    expect([control.slice(1, 7), control.slice(7, 13), control.slice(13, 21), control.slice(21, 31), control.slice(31, 43), control.slice(43, 55)]).toEqual(['000002', '000001', '00000003', '0023300038', '000000000000', '000000135000'])
  })
  test('the hash keeps its last ten digits', () => {
    const many = Array.from({ length: 1200 }, (_, i) => payment(`R${i}`, 0n, { account: us('091000019', '55501234'), amount: dollars(1n) }))
    const control = lines(writeNacha(head, achPayer, many).content).find((one) => one.startsWith('9') && !one.startsWith('999999'))!
    expect(control.slice(21, 31)).toBe(String((9_100_001n * 1200n) % 10_000_000_000n).padStart(10, '0'))
  })
  test('what is no ACH payment is never written', () => {
    for (const wrong of [payment('A', 1n), payment('A', 1n, { account: us('021000021', '1234'), amount: dollars(0n) }), payment('A', 1n, { account: us('021000021', '1234'), amount: dollars(10_000_000_000n) })])
      expect(() => writeNacha(head, achPayer, [wrong])).toThrow()
  })
})

test('CSV: every kind of account, nothing is a formula', () => {
  const { content } = writePaymentsCsv(head, [
    payment('A', 105_450n, { holder: '=HYPERLINK("x")' }), payment('B', 5n, { account: us('021000021', '00123'), amount: { amountMinor: 5n, currency: 'USD' } }),
    payment('C', 1n, { account: { kind: 'other', account: '0071234', bic: 'BOTKJPJT', country: 'JP' }, amount: { amountMinor: 60_000n, currency: 'JPY' } }),
  ])
  expect(papaparse.parse(content.trim(), { header: true }).data).toEqual([
    { reference: 'A', holder: `'=HYPERLINK("x")`, account: 'NL91ABNA0417164300', bic_or_routing: '', country: 'NL', amount: '1054.50', currency: 'EUR', execution_on: '2026-11-30', remittance: 'Commission of Harbourlight A' },
    { reference: 'B', holder: 'Brightline Consulting', account: '00123', bic_or_routing: '021000021', country: 'US', amount: '0.05', currency: 'USD', execution_on: '2026-11-30', remittance: 'Commission of Harbourlight B' },
    { reference: 'C', holder: 'Brightline Consulting', account: '0071234', bic_or_routing: 'BOTKJPJT', country: 'JP', amount: '60000', currency: 'JPY', execution_on: '2026-11-30', remittance: 'Commission of Harbourlight C' },
  ])
})
