// The recogniser on PostgreSQL: who is found, that a race has one winner, that a second import changes nothing, that strangers see nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { part, readBuyer, recognise, recogniseAside, recogniseMany, recogniseOrCreate, upsertCompanies, type CompanyInput } from './index.ts'

let s: TestServer
let w: TestWorkspace
beforeAll(async () => {
  s = await testServer([part])
  w = await s.workspace('Maven')
  await upsert([
    { crmId: 'c1', name: 'Meridian Foods GmbH', website: 'https://www.meridian-foods.com', aliases: ['Harbourlight Provisions'] },
    { crmId: 'c2', name: 'Bank of America' }, { crmId: 'c3', name: 'Siemens AG', website: 'siemens.com' }, { crmId: 'c4', name: 'GTX Pro' }, { crmId: 'c5', name: 'Northwind Traders' },
  ])
})
afterAll(() => s.close())

const upsert = (rows: CompanyInput[], at: TestWorkspace = w) => transact(at.ctx, (tx) => upsertCompanies(tx, rows))
const who = (text: string, at: TestWorkspace = w) => read(at.ctx, (r) => recognise(r, readBuyer(text)))
const introduce = (text: string, at: TestWorkspace = w) => transact(at.ctx, (tx) => recogniseOrCreate(tx, readBuyer(text)))
const outcomes = (rows: Awaited<ReturnType<typeof upsert>>) => rows.map((row) => (row.outcome === 'problem' ? row.problem.code : row.outcome))

describe('who it is', () => {
  test.each([
    ['Meridian Foods', 'same', 'Meridian Foods GmbH'], ['meridian-foods.com', 'same', 'Meridian Foods GmbH'], ['ana@mail.meridian-foods.com', 'same', 'Meridian Foods GmbH'],
    ['Harbourlight Provisions Ltd', 'same', 'Meridian Foods GmbH'], ['GTXPro', 'same', 'GTX Pro'], ['NORTHWIND TRADERS INC', 'same', 'Northwind Traders'], ['northwindtraders.com', 'same', 'Northwind Traders'],
    ['Meridien Foods', 'maybe', 'Meridian Foods GmbH'], ['meridian-foods.de', 'maybe', 'Meridian Foods GmbH'], ['meridain-foods.com', 'maybe', 'Meridian Foods GmbH'],
    ['mеridian-foods.com', 'maybe', 'Meridian Foods GmbH'], ['Siemens Energy', 'maybe', 'Siemens AG'], ['Nortwind Traders', 'maybe', 'Northwind Traders'],
    ['Bank of Africa', 'none', undefined], ['contoso.com', 'none', undefined], ['💥', 'none', undefined],
  ])('%s: %s', async (text, band, name) => {
    const found = await who(text)
    expect([found.band, found.candidates[0]?.name]).toEqual([band, name])
    expect(found.company?.name).toBe(band === 'same' ? name : undefined)
    for (const candidate of found.candidates) expect(candidate.reasons.length).toBeGreaterThan(0)
    for (const { probability } of found.candidates) expect(probability > 0 && probability < 1).toBe(true)
  })

  test('many at once get the same answers, in order', async () => {
    const texts = ['Meridian Foods', 'Meridien Foods', 'meridian-foods.com', 'Bank of Africa', 'GTXPro', 'Meridian Foods']
    const answers = await read(w.ctx, (r) => recogniseMany(r, texts.map((text) => readBuyer(text))))
    for (const [i, text] of texts.entries()) {
      const alone = await who(text)
      expect([answers[i]!.band, answers[i]!.companyId, answers[i]!.candidates]).toEqual([alone.band, alone.company?.id ?? null, alone.candidates])
    }
    const exact = await read(w.ctx, (r) => recogniseMany(r, texts.map((text) => readBuyer(text)), { exact: true }))
    expect(exact.map((one) => one.band)).toEqual(['same', 'none', 'same', 'none', 'same', 'same'])
  })

  test('in a thread the answers are the same, also of two lists at once', async () => {
    const aside = recogniseAside()
    try {
      const lists = [['Meridian Foods', 'Meridien Foods', 'Bank of Africa'], ['meridian-foods.com', 'Harbourlight Provisions', 'Siemens Energy', 'GTXPro']].map((texts) => texts.map((text) => readBuyer(text)))
      const answers = await Promise.all(lists.map((list) => read(w.ctx, (r) => recogniseMany(r, list, { aside }))))
      expect(answers).toEqual(await Promise.all(lists.map((list) => read(w.ctx, (r) => recogniseMany(r, list)))))
    } finally {
      aside.stop()
    }
  })

  test('another workspace knows nobody', async () => {
    const stranger = await s.workspace('Harbourlight')
    expect(await who('Meridian Foods', stranger)).toEqual({ band: 'none', candidates: [] })
    expect(await read(stranger.ctx, (r) => recogniseMany(r, [{ domain: 'meridian-foods.com' }]))).toMatchObject([{ band: 'none', companyId: null }])
    const { companyId, isNew } = await introduce('meridian-foods.com', stranger)
    expect(isNew).toBe(true)
    expect((await who('meridian-foods.com')).company?.id).not.toBe(companyId)
    for (const table of ['company', 'company_name', 'company_domain', 'company_key'] as const)
      expect(await read(stranger.ctx, (r) => r.q.selectFrom(table).select('workspace_id').where('workspace_id', '=', w.id).execute())).toEqual([])
  })
})

describe('an introduction', () => {
  test('of a known buyer joins it; of one that is near makes another and says so', async () => {
    const known = (await who('Meridian Foods')).company!.id
    expect(await introduce('Meridian Foods')).toMatchObject({ companyId: known, isNew: false, maybe: [] })
    const near = await introduce('Meridien Foods')
    expect(near).toMatchObject({ isNew: true, maybe: [{ companyId: known, name: 'Meridian Foods GmbH', reasons: ['One letter differs.'] }] })
    const event = await read(w.ctx, (r) => r.q.selectFrom('event').select(['type', 'company_id', 'payload']).where('workspace_id', '=', r.workspace).where('subject_id', '=', near.companyId).executeTakeFirst())
    expect(event).toMatchObject({ type: 'company.created', company_id: near.companyId, payload: { source: 'introduction', maybe: [known] } })
  })

  test('that says an address is called by its name, is somewhere, and joins the one of that name there', async () => {
    const { companyId } = await introduce('Lindenhof Druck GmbH, Hauptstr. 5, 10115 Berlin')
    expect((await who('Lindenhof Druck')).company).toMatchObject({ id: companyId, name: 'Lindenhof Druck GmbH', street: 'Hauptstr. 5, 10115 Berlin' })
    expect(await introduce('Lindenhof Druck, Hauptstraße 5, 10115 Berlin')).toMatchObject({ companyId, isNew: false })
    // Another house of the same company is no other company: protection prefers to notice.
    expect(await introduce('Lindenhof Druck GmbH, Rathausplatz 1, 80331 München')).toMatchObject({ companyId, isNew: false })
  })

  test('of two of one name joins the one at that address; a neighbour in the house is another company', async () => {
    await upsert([{ crmId: 'g1', name: 'Ginster Apotheke', street: 'Marktplatz 1', city: 'Ulm' }, { crmId: 'g2', name: 'Ginster Apotheke', street: 'Torstr. 12', zip: '10119', city: 'Berlin' }])
    const [ulm, berlin] = await Promise.all([['Marktplatz 1', 'Ulm'], ['Torstraße 12', 'Berlin']].map(([street, city]) => read(w.ctx, (r) => recognise(r, { name: 'Ginster Apotheke', street, city }))))
    expect([ulm!.company?.crmId, berlin!.company?.crmId]).toEqual(['g1', 'g2'])
    const many = await read(w.ctx, (r) => recogniseMany(r, [{ name: 'Ginster Apotheke', street: 'Torstr. 12', city: 'Berlin' }, { name: 'Ginster Apotheke', city: 'Ulm' }], { exact: true }))
    expect(many.map((one) => one.crmId)).toEqual(['g2', 'g1'])
    expect(await read(w.ctx, (r) => recognise(r, { name: 'Notar Albers', street: 'Torstr. 12', zip: '10119', city: 'Berlin' }))).toEqual({ band: 'none', candidates: [] })
    expect(await introduce('Notar Albers, Torstr. 12, 10119 Berlin')).toMatchObject({ isNew: true, maybe: [] })
  })

  test('by a look-alike website is kept apart and marked, also when the true one comes later', async () => {
    const fake = await introduce('cоntoso.com') // Cyrillic о
    expect(fake).toMatchObject({ isNew: true, maybe: [] })
    const row = await read(w.ctx, (r) => r.q.selectFrom('company').select(['suspicious', 'domain']).where('workspace_id', '=', r.workspace).where('id', '=', fake.companyId).executeTakeFirst())
    expect(row).toMatchObject({ suspicious: 'look_alike', domain: expect.stringMatching(/^xn--/) as string })
    const real = await introduce('contoso.com')
    expect(real).toMatchObject({ isNew: true, maybe: [{ companyId: fake.companyId }] })
  })

  test.each([
    ['one name', Array.from({ length: 20 }, () => 'Zephyr Instruments')],
    ['spellings of one name', ['Quillfeather Ltd', 'QUILLFEATHER', 'Quillfeather GmbH', 'quillfeather inc.', 'Quill Feather', 'quillfeather.com']],
    ['one website', Array.from({ length: 20 }, (_, i) => `person${i}@brightwater-labs.com`)],
  ])('of %s by many at once makes one company', async (_case, texts) => {
    const made = await Promise.all(texts.map((text) => introduce(text)))
    expect(new Set(made.map((one) => one.companyId)).size).toBe(1)
    expect(made.filter((one) => one.isNew)).toHaveLength(1)
  })
})

describe('an import', () => {
  test('creates, then changes nothing, then only what changed', async () => {
    const rows: CompanyInput[] = [
      { crmId: 'x1', name: 'Alder Bakery', website: 'alderbakery.com', country: 'Germany', employees: 12 },
      { crmId: 'x2', name: 'Birch Bakery', parentName: 'Alder Bakery', isCustomer: true },
      { name: 'Cedar Bakery' },
    ]
    expect(outcomes(await upsert(rows))).toEqual(['created', 'created', 'created'])
    expect(outcomes(await upsert(rows))).toEqual(['unchanged', 'unchanged', 'unchanged'])
    expect(outcomes(await upsert([{ ...rows[0]!, employees: 14, name: 'Alder Baking' }, rows[1]!, { ...rows[2]!, crmId: 'x3' }]))).toEqual(['updated', 'unchanged', 'updated'])
    const renamed = await who('Alder Bakery')
    expect(renamed.company).toMatchObject({ name: 'Alder Baking', employees: 14, country: 'DE', crmId: 'x1' })
    expect((await who('Birch Bakery')).company).toMatchObject({ parentId: renamed.company!.id, isCustomer: true })
    expect((await who('Cedar Bakery')).company).toMatchObject({ crmId: 'x3' })
  })

  test('of a row without an id finds the one of that name at that address, and keeps what it is told of it', async () => {
    const rows: CompanyInput[] = [{ crmId: 'l1', name: 'Larch Mills', street: '5 Main St', zip: '62701', city: 'Springfield', phone: '555 0101' }, { crmId: 'l2', name: 'Larch Mills', street: '9 Oak Ave', city: 'Portland' }]
    const [first, second] = (await upsert(rows)).map((row) => (row.outcome === 'problem' ? '' : row.companyId))
    expect(outcomes(await upsert(rows))).toEqual(['unchanged', 'unchanged'])
    expect(await upsert([{ name: 'Larch Mills', street: '9 Oak Avenue, Suite 4', city: 'Portland', employees: 12 }, { name: 'Larch Mills Inc.', city: 'Springfield', employees: 7 }])).toEqual([{ outcome: 'updated', companyId: second }, { outcome: 'updated', companyId: first }])
    const far = { street: `${'x'.repeat(199)}💥${'y'.repeat(1_000_000)}`, city: 'Nul\u0000l\u202e', zip: '\u0000' }
    expect(outcomes(await upsert([{ crmId: 'l3', name: 'Larch Attack', ...far }]))).toEqual(['created'])
    expect((await who('Larch Attack')).company).toMatchObject({ street: 'x'.repeat(199), zip: null })
  })

  test('a parent that comes later is found then', async () => {
    await upsert([{ crmId: 'p2', name: 'Dogwood East', parentName: 'Dogwood Holding Group' }])
    expect((await who('Dogwood East')).company?.parentId).toBeNull()
    await upsert([{ crmId: 'p1', name: 'Dogwood Holding Group' }])
    expect((await who('Dogwood East')).company?.parentId).toBe((await who('Dogwood Holding Group')).company?.id)
  })

  test('two records of one name or website stay two, rows without an id join', async () => {
    const rows: CompanyInput[] = [
      { crmId: 'e1', name: 'Elm Works', website: 'elm-works.com' }, { crmId: 'e2', name: 'Elm Works', website: 'elm-works.com' }, { crmId: 'e2', name: 'Elm Works again' },
      { name: 'Fir Works' }, { name: 'FIR WORKS GmbH' }, { name: 'fir works' }, { name: '' }, { name: 'Gum Works', country: 'Atlantis' }, { name: 'Gum Works', employees: -1 },
    ]
    const first = await upsert(rows)
    expect(outcomes(first)).toEqual(['created', 'created', 'companies.crmId_twice', 'created', 'unchanged', 'unchanged', 'companies.name', 'companies.country', 'companies.employees'])
    expect(outcomes(await upsert(rows)).slice(0, 2)).toEqual(['unchanged', 'unchanged'])
    expect((await introduce('Elm Works')).maybe).toHaveLength(1)
  })

  test('what a partner introduced becomes the CRM’s record, not a second company', async () => {
    const { companyId } = await introduce('Hazel Optics (ana@hazel-optics.com)')
    const [row] = await upsert([{ crmId: 'h1', name: 'Hazel Optics Inc.', website: 'www.hazel-optics.com', industry: 'Optics' }])
    expect(row).toEqual({ outcome: 'updated', companyId })
  })

  test('an import and introductions of the same companies at once make each once', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `Juniper${'abcdefghijkl'[i]} Mills`)
    const [bulk, ...single] = await Promise.all([upsert(names.map((name, i) => ({ crmId: `j${i}`, name }))), ...names.map((name) => introduce(name))])
    expect(bulk.map((row) => (row.outcome === 'problem' ? '' : row.companyId))).toEqual(single.map((one) => one.companyId))
  })
})
