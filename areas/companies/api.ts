import { z } from 'zod'
import { read } from '../../platform/db/transact.ts'
import { csvFile, csvLimit, csvOf } from '../../platform/http/exports.ts'
import { route } from '../../platform/http/route.ts'
import { created, idIn, pageIn, pageOf, shown, sortIn } from '../../platform/http/shapes.ts'
import { changeCompany } from './change-company.ts'
import { companyChange, companyCreatedOut, companyNew, companyOut, companyRow, grade, suggestion } from './contract.ts'
import { factsOut, named } from './company-out.ts'
import { createCompany } from './create-company.ts'
import { showDomain } from './domains.ts'
import { icpRoutes } from './icp-api.ts'
import { sayCriterion } from './icp-read.ts'
import type { Fit } from './icp-rules.ts'
import { companyList, companyOrders, companyView, suggestCompanies } from './queries.ts'
import { mergeRoutes } from './merge-api.ts'

const params = z.object({ id: idIn('company') })
const tag = 'Companies'
const csvColumns = ['id', 'name', 'website', 'fit', 'industry', 'street', 'zip', 'city', 'country', 'phone', 'employees', 'customer', 'direct_only', 'crm_id']
function fitShown({ grade: fits, met, limit, findings }: Fit) {
  return {
    grade: fits, met: Math.floor(met), limit,
    criteria: findings.map(({ criterion, finding: { standing, say } }) => ({ criterion: sayCriterion(criterion), mustHave: criterion.mustHave, weight: criterion.weight, standing, say })),
  }
}

const filter = pageIn.extend({ q: z.string().max(300).optional(), grade: grade.optional(), customer: z.enum(['true', 'false']).optional(), sort: sortIn(companyOrders) })
const filterOf = (query: z.output<typeof filter>) => ({ ...query, customer: query.customer === undefined ? undefined : query.customer === 'true' })

export const companyRoutes = [
  route({
    method: 'GET', path: '/companies', tag, summary: 'Buyer organisations that we know, by name', access: 'companies:read', query: filter, response: pageOf(companyRow),
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const page = await companyList(r, filterOf(query))
        return { items: page.rows.map(factsOut), next: page.next, total: page.total }
      }),
  }),
  route({
    method: 'GET', path: '/companies.csv', tag, summary: 'Companies as CSV, at most 10,000', access: 'companies:read', query: csvOf(filter), produces: 'text/csv',
    handler: (ctx, { query }) =>
      read(ctx, async (r) => csvFile('companies.csv', csvColumns, (await companyList(r, filterOf({ ...query, limit: csvLimit }))).rows.map((c) => ({
        id: shown('company', c.id), name: c.name, website: c.domain && showDomain(c.domain), fit: c.icpGrade, industry: c.industry, street: c.street, zip: c.zip, city: c.city, country: c.country, phone: c.phone, employees: c.employees, customer: c.isCustomer, direct_only: c.directOnly, crm_id: c.crmId,
      })))),
  }),
  route({
    method: 'POST', path: '/companies', tag, summary: 'Add a company', access: 'companies:write', body: companyNew, response: companyCreatedOut, status: 201,
    handler: async (ctx, { body }) => {
      const made = await createCompany(ctx, body)
      return { id: shown('company', made.id), maybe: made.maybe.map((one) => ({ company: named({ id: one.companyId, name: one.name }), score: one.score, probability: one.probability, reasons: one.reasons })) }
    },
  }),
  route({
    method: 'GET', path: '/companies/lookup', tag, summary: 'Which companies a name, website or mail address may be, while it is typed', access: 'companies:read',
    query: z.object({ q: z.string().min(1).max(300) }), response: z.object({ items: z.array(suggestion) }),
    handler: (ctx, { query }) =>
      read(ctx, async (r) => ({
        items: (await suggestCompanies(r, query.q)).map((one) => ({
          company: named({ id: one.companyId, name: one.name }), domain: one.domain && showDomain(one.domain), isCustomer: one.isCustomer, band: one.band, score: one.score, probability: one.probability, reasons: one.reasons,
        })),
      })),
  }),
  route({
    method: 'GET', path: '/companies/{id}', tag, summary: 'One company: facts, other names, websites, fit and why', access: 'companies:read', params, response: companyOut,
    handler: (ctx, input) =>
      read(ctx, async (r) => {
        const view = await companyView(r, input.params.id)
        const c = view.company
        return {
          ...factsOut(c), foundedYear: c.foundedYear, crmId: c.crmId, parent: view.parent && named(view.parent), children: view.children.map(named), aliases: view.aliases,
          domains: view.domains.map(showDomain), attributes: view.attributes, fit: view.fit && { version: view.fit.version, ...fitShown(view.fit) }, createdAt: c.createdAt.toString(), can: view.can,
        }
      }),
  }),
  route({
    method: 'PATCH', path: '/companies/{id}', tag, summary: 'Change a company; the grade follows', access: 'companies:write', params,
    body: companyChange.extend({ why: z.string().max(500).optional() }), response: created('company'),
    handler: async (ctx, { params: p, body: { why, ...change } }) => ({ id: shown('company', (await changeCompany(ctx, p.id, change, why)).id) }),
  }),
  ...mergeRoutes,
  ...icpRoutes,
]
