// How a company leaves by the API.
import type { z } from 'zod'
import type { Id } from '../../kernel/ids.ts'
import { shown } from '../../platform/http/shapes.ts'
import type { companyRow } from './contract.ts'
import { showDomain } from './domains.ts'
import type { CompanyRow } from './store.ts'

export const named = (company: { id: Id; name: string }) => ({ id: shown('company', company.id), name: company.name })

export function factsOut(c: CompanyRow): z.input<typeof companyRow> {
  return {
    id: shown('company', c.id), name: c.name, domain: c.domain && showDomain(c.domain), industry: c.industry, employees: c.employees, street: c.street, zip: c.zip, city: c.city, country: c.country, phone: c.phone, grade: c.icpGrade,
    gradeReasons: c.icpReasons, gradeUnknown: c.icpUnknown, isCustomer: c.isCustomer, directOnly: c.directOnly, lastContactAt: c.lastContactAt?.toString() ?? null, suspicious: c.suspicious,
  }
}
