import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../kernel/refusal.ts'
import { readCamt } from './read-camt.ts'
import { readResultCsv } from './read-result-csv.ts'

const statement = (entries: string) => `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>S1</MsgId><CreDtTm>2026-12-01T05:00:00</CreDtTm></GrpHdr><Stmt><Id>1</Id>${entries}</Stmt></BkToCstmrStmt></Document>`
const notice = (entries: string) => `<ns:Document xmlns:ns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.02"><ns:BkToCstmrDbtCdtNtfctn><ns:GrpHdr/><ns:Ntfctn>${entries}</ns:Ntfctn></ns:BkToCstmrDbtCdtNtfctn></ns:Document>`
const entry = (o: { direction?: string; status?: string; more?: string; details?: string; amount?: string }) =>
  `<Ntry><Amt Ccy="EUR">${o.amount ?? '1180.00'}</Amt><CdtDbtInd>${o.direction ?? 'DBIT'}</CdtDbtInd>${o.more ?? ''}<Sts>${o.status ?? '<Cd>BOOK</Cd>'}</Sts><BookgDt><Dt>2026-11-30</Dt></BookgDt><ValDt><Dt>2026-12-01</Dt></ValDt>${o.details ?? ''}</Ntry>`
const details = (reference: string, more = '') => `<NtryDtls><TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs>${more}</TxDtls></NtryDtls>`
const code = (run: () => unknown) => {
  try {
    run()
    return 'read'
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
}

describe('camt.053 and camt.054', () => {
  const eur = (amountMinor: bigint) => ({ amountMinor, currency: 'EUR' })
  test('a booked debit is paid, with day and amount', () => {
    expect(readCamt(statement(entry({ details: details('A1') })))).toEqual([{ row: 1, about: { payment: 'A1' }, outcome: 'paid', on: '2026-11-30', amount: eur(118_000n), reason: null }])
  })
  test('money that comes back is returned, with the reason of the bank', () => {
    const returned = details('A1', '<Amt Ccy="EUR">1180.00</Amt><RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>account closed</AddtlInf></RtrInf>')
    expect(readCamt(statement(entry({ direction: 'CRDT', details: returned })))).toEqual([{ row: 1, about: { payment: 'A1' }, outcome: 'returned', on: '2026-11-30', amount: eur(118_000n), reason: 'AC04 account closed' }])
    expect(readCamt(statement(entry({ direction: 'CRDT', more: '<RvslInd>true</RvslInd>', details: details('A1') })))[0]!.outcome).toBe('returned')
    expect(readCamt(statement(entry({ direction: 'CRDT', more: '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>', details: details('A1') })))[0]!.outcome).toBe('returned')
  })
  test('with a prefix, an older version, several in one entry', () => {
    const many = '<ns:Ntry><ns:Amt Ccy="EUR">3.00</ns:Amt><ns:CdtDbtInd>DBIT</ns:CdtDbtInd><ns:Sts>BOOK</ns:Sts><ns:BookgDt><ns:DtTm>2026-11-30T09:00:00</ns:DtTm></ns:BookgDt><ns:NtryDtls>' +
      ['A', 'B'].map((r, i) => `<ns:TxDtls><ns:Refs><ns:EndToEndId>${r}</ns:EndToEndId></ns:Refs><ns:AmtDtls><ns:TxAmt><ns:Amt Ccy="EUR">${i + 1}</ns:Amt></ns:TxAmt></ns:AmtDtls></ns:TxDtls>`).join('') + '</ns:NtryDtls></ns:Ntry>'
    expect(readCamt(notice(many)).map((r) => [r.about, r.on, r.amount])).toEqual([[{ payment: 'A' }, '2026-11-30', eur(100n)], [{ payment: 'B' }, '2026-11-30', eur(200n)]])
  })
  test('a file booked as a whole', () => {
    expect(readCamt(statement(entry({ details: '<NtryDtls><Btch><PmtInfId>F1</PmtInfId><NbOfTxs>2</NbOfTxs></Btch></NtryDtls>' })))).toEqual([{ row: 1, about: { file: 'F1' }, outcome: 'paid', on: '2026-11-30', amount: eur(118_000n), reason: null }])
  })
  test.each([
    ['not booked yet', entry({ status: 'PDNG', details: details('A1') })], ['money from others', entry({ direction: 'CRDT', details: details('A1') })], ['a fee without reference', entry({})],
    ['no reference of ours', entry({ details: details('NOTPROVIDED') })], ['an incoming payment that we sent back', entry({ details: details('A1', '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>') })],
  ])('passed over: %s', (_, xml) => expect(readCamt(statement(xml))).toEqual([]))
  test.each([
    ['<html></html>', 'payouts.not_camt'], ['<Document><CstmrCdtTrfInitn/></Document>', 'payouts.not_camt'], ['<Document>', 'payouts.unreadable_xml'], ['', 'payouts.unreadable_xml'], ['reference,outcome', 'payouts.unreadable_xml'],
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document><BkToCstmrStmt>&x;</BkToCstmrStmt></Document>', 'payouts.unreadable_xml'], ['<Document><BkToCstmrStmt>&x;</BkToCstmrStmt></Document>', 'payouts.unreadable_xml'],
    [`${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`, 'payouts.unreadable_xml'], ['<Document/><Document/>', 'payouts.unreadable_xml'],
  ])('refused: %s', (xml, expected) => expect(code(() => readCamt(xml))).toBe(expected))
  test('whatever comes, it is read or refused', () => fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, inside) => {
    expect(['read', 'payouts.not_camt', 'payouts.unreadable_xml']).toContain(code(() => readCamt(inside ? statement(entry({ details: details(text) })) : text)))
  })))
})

describe('a result as CSV', () => {
  test('reference and outcome, the rest where it is there', () => {
    const { results, problems } = readResultCsv('Reference;Status;Date;Amount;Currency;Reason\r\nA1;paid;30.11.2026;1.180,00;EUR;\r\nB1;Returned;2026-12-02;;;AC04\r\n\r\nC1;maybe;;;;\r\n;paid;;;;\r\nD1;failed;soon;;;\r\nE1;failed;;12;;\r\n')
    expect(results).toEqual([
      { row: 2, about: { payment: 'A1' }, outcome: 'paid', on: '2026-11-30', amount: { amountMinor: 118_000n, currency: 'EUR' }, reason: null },
      { row: 3, about: { payment: 'B1' }, outcome: 'returned', on: '2026-12-02', amount: null, reason: 'AC04' },
    ])
    expect(problems.map((p) => p.row)).toEqual([5, 6, 7, 8])
  })
  test('commas, a mark of bytes, two columns only', () => expect(readResultCsv('\ufeffEnd-to-End ID,Outcome\nA1,executed\n').results).toEqual([{ row: 2, about: { payment: 'A1' }, outcome: 'paid', on: null, amount: null, reason: null }]))
  test.each(['', 'a,b\n1,2\n', 'reference\nA1\n'])('refused: %j', (text) => expect(code(() => readResultCsv(text))).toBe('payouts.result_columns'))
  test('whatever comes, it is read or refused', () => fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(['read', 'payouts.result_columns']).toContain(code(() => readResultCsv(text)))
    expect(['read', 'payouts.result_columns']).toContain(code(() => readResultCsv(`reference,outcome,on,amount,currency\n${text}`)))
  })))
})
