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
export const invoiceOut = z.object({
  id: idOut('invoice'), kind: z.enum(['partner', 'self']), number: z.string(), issuedOn: z.string(), partner: named('partner'), statementId: idOut('statement'), net: money, vat: money, gross: money, vatMode: z.enum(vatModes), sentence: z.string(),
  vatPercent: z.number().meta({ description: '0 where no VAT is charged.' }),
  vatPayment: idOut('payment').nullable().meta({ description: 'The payment with which its VAT is, or is to be, paid; empty where it has none, and while it waits for one.' }),
  madeAt: instantOut, can: z.object({ addFile: can }),
  files: z.array(sentDocumentOut).meta({ description: 'Documents of an invoice that the partner raised; the first one counts.' }),
}).meta({ id: 'Invoice' })
export const invoiceParams = z.object({ id: idIn('invoice') })
export const invoiceFileParams = invoiceParams.extend({ fileId: idIn('file') })
export const invoiceFileQuery = z.object({ name: lineIn(200, 'Say how the file is called.') })
export const invoiceFileAdded = z.object({ added: z.number().int().meta({ description: '0 where it is there already.' }) })
