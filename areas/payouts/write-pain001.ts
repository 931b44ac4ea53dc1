// A SEPA credit transfer as a bank takes it. Source: ISO 20022 pain.001.001.09 and EPC132-08, SEPA Credit Transfer C2B guidelines 2025:
// EUR, one debtor account, service level SEPA, charges shared, end-to-end reference, unstructured remittance of at most 140.
import { decimal } from '../../kernel/money.ts'
import { escapeHtml } from '../../platform/pages/html.ts'
import { mostSepaMinor, type BankFile, type FileHead, type FilePayment, type SepaPayer } from './bank-file.ts'
import { sepaText } from './bank-text.ts'

export function writePain001(head: FileHead, payer: SepaPayer, payments: FilePayment[]): BankFile {
  const madeAt = head.madeAt.toZonedDateTimeISO(head.timeZone).toPlainDateTime().toString({ smallestUnit: 'second' })
  const sums = `<NbOfTxs>${payments.length}</NbOfTxs><CtrlSum>${decimal(payments.reduce((sum, p) => sum + p.amount.amountMinor, 0n), 'EUR')}</CtrlSum>`
  const name = text('Nm', payer.holder, 70)
  const content = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
<CstmrCdtTrfInitn>
<GrpHdr><MsgId>${head.reference}</MsgId><CreDtTm>${madeAt}</CreDtTm>${sums}<InitgPty>${name}</InitgPty></GrpHdr>
<PmtInf><PmtInfId>${head.reference}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>false</BtchBookg>${sums}
<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf><ReqdExctnDt><Dt>${head.executionOn}</Dt></ReqdExctnDt>
<Dbtr>${name}<PstlAdr>${text('TwnNm', payer.town, 35)}<Ctry>${payer.country}</Ctry></PstlAdr></Dbtr>
<DbtrAcct><Id><IBAN>${payer.iban}</IBAN></Id><Ccy>EUR</Ccy></DbtrAcct>
<DbtrAgt><FinInstnId>${payer.bic ? `<BICFI>${payer.bic}</BICFI>` : '<Othr><Id>NOTPROVIDED</Id></Othr>'}</FinInstnId></DbtrAgt>
<ChrgBr>SLEV</ChrgBr>
${payments.map(transfer).join('\n')}
</PmtInf>
</CstmrCdtTrfInitn>
</Document>
`
  return { fileName: `${head.reference}.xml`, contentType: 'application/xml', content }
}

function transfer(p: FilePayment): string {
  if (p.account.kind !== 'iban' || p.amount.currency !== 'EUR') throw new Error(`${p.reference} is no SEPA payment`)
  if (p.amount.amountMinor <= 0n || p.amount.amountMinor > mostSepaMinor) throw new Error(`${p.reference} has an amount that SEPA does not carry`)
  const { iban, bic } = p.account
  return `<CdtTrfTxInf><PmtId><InstrId>${p.reference}</InstrId><EndToEndId>${p.reference}</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">${decimal(p.amount.amountMinor, 'EUR')}</InstdAmt></Amt>${
    bic ? `<CdtrAgt><FinInstnId><BICFI>${bic}</BICFI></FinInstnId></CdtrAgt>` : ''}<Cdtr>${text('Nm', p.holder, 70)}</Cdtr><CdtrAcct><Id><IBAN>${iban}</IBAN></Id></CdtrAcct><RmtInf>${text('Ustrd', p.remittance, 140)}</RmtInf></CdtTrfTxInf>`
}

/** Throws where nothing is left of the text: whoever took it in has checked. */
function text(tag: string, value: string, most: number): string {
  const plain = sepaText(value, most)
  if (!plain) throw new Error(`${tag} is empty once it is written for a bank`)
  return `<${tag}>${escapeHtml(plain).replaceAll('&#39;', '&apos;')}</${tag}>`
}
