import { z } from 'zod'
import { sentDocumentOut } from '../../platform/files/index.ts'
import { can, dateIn, idIn, idOut, instantOut, lineIn, minorIn, money, named, optionalLineIn, optionalTextIn, pageIn, textIn } from '../../platform/http/shapes.ts'
import { invoicingModes } from './invoice-rules.ts'
import { vatModes } from './tax-rules.ts'

const mode = z.enum(invoicingModes).meta({ description: 'none: no invoices; partner: the partner raises one against each statement, and payments wait for it; self: we raise it under an agreement.' })
const percent = z.number().min(0, 'From 0 to 100 percent.').max(100, 'From 0 to 100 percent.').multipleOf(0.01, 'Two decimals at most.')
export const invoicingIn = z.object({
  mode, from: dateIn.meta({ description: 'Statements of periods that end on this day or later.' }), agreedOn: dateIn.nullish().meta({ description: 'The day of the self-billing agreement.' }), vatPercent: percent.default(0).meta({ description: 'Where the partner charges VAT.' }),
  address: optionalTextIn(400).meta({ description: 'The partner’s, as it stands on self-billed invoices.' }),
})
export const invoicingOut = z.object({
  mode, from: z.string().nullable(), agreedOn: z.string().nullable(), vatPercent: z.number(), address: z.string().nullable(), vatNumber: z.string().nullable(), vatMode: z.enum(vatModes).nullable().meta({ description: 'As the partner said and confirmed.' }), can: z.object({ change: can }),
}).meta({ id: 'Invoicing' })
export const invoiceSettingsIn = z.object({
  name: lineIn(200, 'The company, as it stands on invoices.'), address: textIn(400, 'Its address.'), vatNumber: optionalLineIn(30), prefix: z.string().trim().toUpperCase().regex(/^[A-Z0-9-]{1,12}$/, 'One to twelve letters, digits or hyphens.').default('SB'),
})
export const invoiceSettingsOut = z.object({ name: z.string(), address: z.string(), vatNumber: z.string().nullable(), prefix: z.string(), can: z.object({ change: can }) }).meta({ id: 'InvoiceSettings' })
export const invoiceIn = z.object({ number: lineIn(60, 'The number of the invoice.'), on: dateIn, amountMinor: minorIn.meta({ description: 'Its total with VAT; as much as the statement comes to.' }) })
export const invoiceQuery = pageIn.extend({ partner: idIn('partner').optional(), statement: idIn('statement').optional() })
const credited = z.object({ id: idOut('invoice'), number: z.string() })
export const creditNoteIn = invoiceIn.extend({ invoiceId: idIn('invoice').meta({ description: 'The invoice of which the statement takes something back.' }), number: lineIn(60, 'The number of the credit note.'), amountMinor: minorIn.meta({ description: 'Its total with VAT, above zero; as much as the statement takes back of the invoice.' }) })
export const wantedOut = z.object({
  items: z.array(z.object({ raisedBy: z.enum(['partner', 'self']), credits: credited.nullable().meta({ description: 'The invoice that a credit note is for; empty for an invoice.' }), net: money, vat: money, gross: money, sentence: z.string() })),
}).meta({ id: 'WantedInvoices', description: 'Invoice and credit notes that a statement wants and has not; we make out ours a moment after it is issued.' })
export const invoiceOut = z.object({
  id: idOut('invoice'), kind: z.enum(['partner', 'self']), number: z.string(), issuedOn: z.string(), partner: named('partner'), statementId: idOut('statement'), net: money, vat: money, gross: money, vatMode: z.enum(vatModes), sentence: z.string(),
  vatPercent: z.number().meta({ description: '0 where no VAT is charged.' }),
  vatPayment: idOut('payment').nullable().meta({ description: 'The payment with which all of its VAT is, or is to be, paid; empty where it has none, while it waits for one, and where several have parts of it.' }),
  vatPayments: z.array(z.object({ paymentId: idOut('payment'), vat: money })).meta({ description: 'The payments that have parts of its VAT, each with the lines that it pays. What is in none of them waits with its lines.' }),
  credits: credited.nullable().meta({ description: 'Of a credit note: the invoice of which it takes something back.' }), left: money.nullable().meta({ description: 'Of an invoice: what credit notes leave of it, without VAT.' }),
  madeAt: instantOut, can: z.object({ addFile: can }),
  files: z.array(sentDocumentOut).meta({ description: 'Documents of an invoice that the partner raised; the first one counts.' }),
}).meta({ id: 'Invoice' })
export const invoiceParams = z.object({ id: idIn('invoice') })
export const invoiceFileParams = invoiceParams.extend({ fileId: idIn('file') })
export const invoiceFileQuery = z.object({ name: lineIn(200, 'Say how the file is called.') })
export const invoiceFileAdded = z.object({ added: z.number().int().meta({ description: '0 where it is there already.' }) })
