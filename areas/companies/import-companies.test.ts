import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedData } from '../../test/setup/shared-data.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { read } from '../../platform/db/transact.ts'
import { part as files, storeFile } from '../../platform/files/index.ts'
import { importById, part as imports, previewImport, runImport, startImport, type Settings } from '../../platform/imports/index.ts'
import { parseCompany } from './import-companies.ts'
import { part } from './index.ts'

const settings: Settings = { currency: 'USD', fields: [], dateOrder: undefined, decimalSign: undefined, choices: {}, createCompanies: true }
const parse = (values: Record<string, string>) => parseCompany({ name: 'Acme', ...values }, settings)

describe('a row', () => {
  test.each<[Record<string, string>, object]>([
    [{ employees: '2,822' }, { employees: 2822 }],
    [{ employees: '11-50' }, { employees: 11 }],
    [{ employees: '10,000+' }, { employees: 10000 }],
    [{ employees: '0' }, { employees: 0 }],
    [{ employees: '58.0' }, { employees: 58 }],
    [{ foundedYear: '1996' }, { foundedYear: 1996 }],
    [{ foundedYear: '1996-05-01' }, { foundedYear: 1996 }],
    [{ annualRevenue: '18.3 MM' }, { annualRevenueMinor: 1_830_000_000n, annualRevenueCurrency: 'USD' }],
    [{ annualRevenue: '1.1004 bn', currency: 'eur' }, { annualRevenueMinor: 110_040_000_000n, annualRevenueCurrency: 'EUR' }],
    [{ annualRevenue: '12 million', currency: 'JPY' }, { annualRevenueMinor: 12_000_000n }],
    [{ annualRevenue: '1100.04', revenueUnit: 'million' }, { annualRevenueMinor: 110_004_000_000n }],
    [{ annualRevenue: '250,000' }, { annualRevenueMinor: 25_000_000n }],
    [{ aliases: '["X, Inc.","Y"]' }, { aliases: ['X, Inc.', 'Y'] }],
    [{ aliases: 'X; Y;' }, { aliases: ['X', 'Y'] }],
    [{ type: 'Customer - Direct' }, { isCustomer: true }],
    [{ type: 'Prospect' }, { isCustomer: false }],
    [{ type: 'Former Customer' }, { isCustomer: false }],
    [{ technology: 'Salesforce; HubSpot, SAP' }, { attributes: { technology: ['Salesforce', 'HubSpot', 'SAP'] } }],
    [{ 'column:Segment': 'Mid market', technology: 'SAP' }, { attributes: { Segment: 'Mid market', technology: ['SAP'] } }],
    [{ 'column:technology': 'typed over', 'column:website': 'x' }, { name: 'Acme' }],
    [{ street: 'Hauptstr.', houseNumber: '5', zip: '10115', city: 'Berlin', phone: '030 5550101' }, { street: 'Hauptstr. 5', zip: '10115', city: 'Berlin', phone: '030 5550101' }],
    [{ houseNumber: '5' }, { name: 'Acme', street: undefined }],
    [{ directOnly: 'x' }, { directOnly: true }],
    [{ lastContactOn: '2026-03-01' }, { lastContactAt: Temporal.Instant.from('2026-03-01T12:00:00Z') }],
  ])('%j is read', (values, expected) => {
    expect(parse(values)).toMatchObject({ row: expected })
  })

  test.each([
    [{ employees: 'many' }, '“many” is not a number of people.'],
    [{ employees: '-5' }, '“-5” is not a number of people.'],
    [{ foundedYear: 'long ago' }, '“long ago” is not a year.'],
    [{ annualRevenue: '5', currency: 'BTC' }, '“BTC” is not an ISO 4217 currency such as EUR.'],
    [{ annualRevenue: 'a lot' }, '“a lot” is not a revenue in USD.'],
    [{ lastContactOn: '3/4/2026' }, '“3/4/2026” could be day/month or month/day.'],
  ])('%j is refused', (values, reason) => {
    expect(parse(values)).toMatchObject({ faults: [{ reason }] })
  })
})

describe('real lists', () => {
  let s: TestServer
  let w: TestWorkspace
  beforeAll(async () => {
    s = await testServer([files, imports, part])
    w = await s.workspace('Maven', { currency: 'USD' })
  })
  afterAll(() => s.close())

  const upload = async (content: string | Buffer) =>
    (await storeFile(w.ctx, { name: 'companies.csv', contentType: 'text/csv' }, (async function* () { yield Buffer.from(content) })())).id
  const bring = async (content: string | Buffer, options = {}, mapping?: Record<string, string>) => {
    const { id } = await startImport(w.ctx, { fileId: await upload(content), kind: 'companies', options, mapping })
    const { created, updated, unchanged, rejected } = await runImport(w.ctx, id)
    return { id, counts: { created, updated, unchanged, rejected } }
  }
  const reasons = async (id: string) => (await read(w.ctx, (r) => r.q.selectFrom('import_problem').select(['row_no', 'reason']).where('workspace_id', '=', r.workspace).where('import_id', '=', id).execute())).map((p) => p.reason)
  const companies = () => read(w.ctx, async (r) => (await sql<{ n: bigint }>`select count(*) as n from company where workspace_id = ${r.workspace}`.execute(r.q)).rows[0]!.n)

  test.each<[string, string, Record<string, string>]>([
    ['Salesforce', 'Account Name,Phone,Billing Street,Billing City,Billing State/Province,Billing Zip/Postal Code,Billing Country,Shipping Street,Shipping City', { phone: 'Phone', street: 'Billing Street', city: 'Billing City', zip: 'Billing Zip/Postal Code', country: 'Billing Country' }],
    ['HubSpot', 'Record ID,Company name,Street Address,Street Address 2,City,State/Region,Postal Code,Country/Region,Phone Number,Company Domain Name', { phone: 'Phone Number', street: 'Street Address', city: 'City', zip: 'Postal Code', country: 'Country/Region', website: 'Company Domain Name' }],
    ['Dynamics', 'Account Name,Address 1: Street 1,Address 1: City,Address 1: ZIP/Postal Code,Main Phone', { street: 'Address 1: Street 1', city: 'Address 1: City', zip: 'Address 1: ZIP/Postal Code', phone: 'Main Phone' }],
    ['Zoho', 'Account Name,Billing Street,Billing City,Billing Code', { street: 'Billing Street', city: 'Billing City', zip: 'Billing Code' }],
    ['Pipedrive', 'Organization - Name,Organization - Address,Organization - Website', { street: 'Organization - Address', website: 'Organization - Website' }],
    ['a German list', 'Firma;Straße;Hausnr.;PLZ;Ort;Land;Telefon', { street: 'Straße', houseNumber: 'Hausnr.', zip: 'PLZ', city: 'Ort', country: 'Land', phone: 'Telefon' }],
    ['a German list with pairs', 'Firma;Straße/Hausnummer;PLZ/Ort', { street: 'Straße/Hausnummer', city: 'PLZ/Ort' }],
    ['a German CRM', 'Unternehmensname;Webseite;Branche;Anzahl der Mitarbeiter;Jahresumsatz;Stadt', { name: 'Unternehmensname', industry: 'Branche', employees: 'Anzahl der Mitarbeiter', annualRevenue: 'Jahresumsatz', city: 'Stadt' }],
    ['a French CRM', "Nom de l'entreprise;Secteur d'activité;Nombre d'employés;Chiffre d'affaires;Ville;Pays", { name: "Nom de l'entreprise", industry: "Secteur d'activité", employees: "Nombre d'employés", annualRevenue: "Chiffre d'affaires", city: 'Ville', country: 'Pays' }],
    ['a Spanish CRM', 'Nombre de la empresa;Número de empleados;Ingresos anuales;Ciudad;País', { name: 'Nombre de la empresa', employees: 'Número de empleados', annualRevenue: 'Ingresos anuales', city: 'Ciudad', country: 'País' }],
    ['other addresses', 'Company,E-mail address,Web address,City', { city: 'City' }],
  ])('columns of %s are found', async (_system, header, mapping) => {
    const sign = header.includes(';') ? ';' : ','
    const row = header.split(sign).map((column) => (/e-?mail/i.test(column) ? 'ana@acme.example' : /web|domain/i.test(column) ? 'acme.example' : /street|stra|address/i.test(column) ? 'Hauptstr.' : /country|land/i.test(column) ? 'DE' : 'Acme 1')).join(sign)
    const preview = await previewImport(w.ctx, { fileId: await upload(`${header}\n${row}\n`), kind: 'companies', options: {} })
    expect(preview.mapping).toMatchObject(mapping)
    const placed = Object.fromEntries(Object.entries(preview.mapping).filter(([field]) => ['street', 'houseNumber', 'zip', 'city', 'phone'].includes(field)))
    expect(Object.keys(placed).filter((field) => !(field in mapping))).toEqual([])
  })

  test('columns that are no field of ours are kept where somebody says so, and the profile asks for them', async () => {
    w = await s.workspace('Kept', { currency: 'EUR' })
    const content = 'Name,Segment,Depots,Notes\nMeridian Foods,Mid market,12,call Ana\nArden Print,Small,1,\n'
    const fileId = await upload(content)
    expect(await previewImport(w.ctx, { fileId, kind: 'companies', options: {} })).toMatchObject({ keepsColumns: true, mapping: { name: 'Name' } })
    const kept = { 'column:Segment': 'Segment', 'column:Depots': 'Depots' }
    const seen = await previewImport(w.ctx, { fileId, kind: 'companies', options: {}, mapping: kept })
    expect(seen.rows[0]!.understood).toMatchObject({ Name: 'Meridian Foods', Segment: 'Mid market', Depots: '12' })
    expect((await bring(content, {}, kept)).counts).toMatchObject({ created: 2 })
    expect((await bring(content, {}, kept)).counts).toMatchObject({ unchanged: 2 })
    expect((await bring(content.replace('Small,1', 'Small,2'), {}, kept)).counts).toMatchObject({ updated: 1, unchanged: 1 })
    const profile = { criteria: [{ attribute: 'column:Segment', test: 'one_of', values: ['Mid market'], mustHave: true, weight: 3 }, { attribute: 'column:Depots', test: 'at_least', min: 10, weight: 2 }] }
    expect((await w.call('POST', '/icp/preview', { body: profile })).json).toMatchObject({ companies: 2, grades: [{ grade: 'A', companies: 1 }, {}, {}, { grade: 'none', companies: 1 }] })
    expect((await w.call('PUT', '/icp', { body: profile })).status).toBe(200)
    await s.runJobs()
    const grades = await read(w.ctx, (r) => r.q.selectFrom('company').select(['name', 'icp_grade', 'attributes']).where('workspace_id', '=', r.workspace).orderBy('name').execute())
    expect(grades).toEqual([{ name: 'Arden Print', icp_grade: 'none', attributes: { Segment: 'Small', Depots: '2' } }, { name: 'Meridian Foods', icp_grade: 'A', attributes: { Segment: 'Mid market', Depots: '12' } }])
  })

  test.each([[{ 'column:Segment': 'Depots' }, 'The file has no column “Depots”|have no field'], [{ 'column:Nowhere': 'Nowhere' }, 'no column “Nowhere”']])('%j is refused', async (mapping, says) => {
    await expect(bring('Name,Segment\nMeridian,Mid\n', {}, mapping)).rejects.toMatchObject({ fields: [{ message: expect.stringMatching(says) }] })
  })

  const accounts = sharedData('maven-crm/accounts.csv')
  test.runIf(accounts)('the 85 accounts of Maven come once, with their parents, without ids', async () => {
    const content = readFileSync(accounts!)
    const seen = await previewImport(w.ctx, { fileId: await upload(content), kind: 'companies', options: {} })
    expect(seen.mapping).toEqual({ name: 'account', industry: 'sector', employees: 'employees', country: 'office_location', foundedYear: 'year_established', parentName: 'subsidiary_of' })
    expect(seen.questions).toEqual([])
    const { id, counts } = await bring(content)
    expect(await reasons(id)).toEqual([])
    expect(counts).toEqual({ created: 85, updated: 0, unchanged: 0, rejected: 0 })
    const again = await bring(content)
    expect(again.counts).toEqual({ created: 0, updated: 0, unchanged: 85, rejected: 0 })
    const [row] = await read(w.ctx, async (r) => (await sql<{ name: string; country: string; employees: number; parent: string | null }>`select c.name, c.country, c.employees, p.name as parent
      from company c left join company p on p.workspace_id = c.workspace_id and p.id = c.parent_id where c.workspace_id = ${r.workspace} and c.name = 'Bluth Company'`.execute(r.q)).rows)
    expect(row).toMatchObject({ country: 'US', parent: 'Acme Corporation' })
    const changed = await bring(content.toString().replace('Acme Corporation,technolgy,1996,1100.04,2822', 'Acme Corporation,technology,1996,1100.04,2900'))
    expect(changed.counts).toEqual({ created: 0, updated: 1, unchanged: 84, rejected: 0 })
  })

  const yc = sharedData('company-universe/yc_companies.csv.gz')
  test.runIf(yc)('the 5,950 start-ups of Y Combinator come in whole, and a second time change nothing', async () => {
    w = await s.workspace('Directory', { currency: 'USD' })
    const content = gunzipSync(readFileSync(yc!))
    const { id, counts } = await bring(content)
    expect(await reasons(id)).toEqual([])
    expect(counts).toEqual({ created: 5950, updated: 0, unchanged: 0, rejected: 0 })
    expect(await companies()).toBe(5950n)
    expect((await bring(content)).counts).toEqual({ created: 0, updated: 0, unchanged: 5950, rejected: 0 })
    const row = await read(w.ctx, (r) => r.q.selectFrom('company').select(['name', 'domain', 'employees', 'country', 'industry']).where('workspace_id', '=', r.workspace).where('crm_id', '=', '5').executeTakeFirst())
    expect(row).toEqual({ name: 'CircuitHub', domain: 'circuithub.com', employees: 58, country: 'GB', industry: 'Industrials' })
  })

  const sec = sharedData('company-universe/sec_alpha2002_companies.csv')
  test.runIf(sec)('a list without column names is read when the columns are told', async () => {
    const { id, counts } = await bring(readFileSync(sec!), { header: false }, { name: 'Column 1', country: 'Column 2' })
    const row = await read(w.ctx, (r) => importById(r, id))
    expect(counts.created + counts.unchanged + counts.updated).toBeGreaterThan(1200)
    expect(row.rowsDone).toBe(counts.created + counts.unchanged + counts.updated + counts.rejected)
  })
})
