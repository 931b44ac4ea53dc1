import { sql } from 'kysely'
import type { Reading } from '../../platform/db/context.ts'
import { refuseWrongRules, yearOf } from './icp.ts'
import { testsOf } from './icp-check-rules.ts'
import { everyCompany } from './icp-facts.ts'
import { columnPrefix } from './icp-judge.ts'
import { fitOf, grades, type Grade, type IcpRules, type IcpTest } from './icp-rules.ts'
import { regions } from './regions.ts'

/** `unknown`: companies of which something that is asked for is not known, whatever their grade. */
export type IcpPreview = { companies: number; grades: { grade: Grade; companies: number }[]; unknown: number }

/** How a profile would grade the companies that we know now. Writes nothing. */
export async function previewIcp(r: Reading, rules: IcpRules): Promise<IcpPreview> {
  await refuseWrongRules(r, rules)
  const counts: Record<Grade, number> = { A: 0, B: 0, C: 0, none: 0 }
  let [companies, unknown] = [0, 0]
  for await (const page of everyCompany(r))
    for (const company of page) {
      const { grade, findings } = fitOf(rules, company, yearOf(r.now))
      counts[grade] += 1
      companies += 1
      if (findings.some(({ finding }) => finding.standing === 'unknown')) unknown += 1
    }
  return { companies, grades: grades.map((grade) => ({ grade, companies: counts[grade] })), unknown }
}

/** What a criterion may ask about; `values` are the commonest ones, for choosing, and `known` is for how many companies there is one. */
export type IcpAttribute = { attribute: string; label: string; tests: IcpTest[]; known: number; values: string[] }

const mostColumns = 100
const ofCompany: [attribute: string, label: string][] = [
  ['industry', 'Industry'], ['employees', 'Size in people'], ['country', 'Country'], ['region', 'Region'], ['age', 'Age in years'], ['revenue', 'Annual revenue'], ['technology', 'Technology'],
]

export async function icpAttributes(r: Reading): Promise<{ companies: number; attributes: IcpAttribute[] }> {
  const { rows: [counted] } = await sql<Record<string, number> & { industries: string[] | null }>`
    select count(*)::int as companies, count(industry)::int as industry, count(employees)::int as employees, count(country)::int as country, count(country)::int as region, count(founded_year)::int as age,
      count(annual_revenue_minor)::int as revenue, count(*) filter (where attributes ?| array['technology', 'technologies', 'tech stack', 'tech_stack', 'Technology', 'Technologies'])::int as technology,
      (select array_agg(industry) from (select industry from company where workspace_id = ${r.workspace}::uuid and merged_into is null and industry is not null group by 1 order by count(*) desc, 1 limit 100) as common) as industries
    from company where workspace_id = ${r.workspace}::uuid and merged_into is null`.execute(r.q)
  const { rows: columns } = await sql<{ key: string; known: number; values: string[] | null }>`
    with cell as (
      select a.key, a.value #>> '{}' as value from company c cross join lateral jsonb_each(c.attributes) as a(key, value)
      where c.workspace_id = ${r.workspace}::uuid and c.merged_into is null and a.value not in ('null'::jsonb, '""'::jsonb)
    ), tally as (select key, value, count(*)::int as n, row_number() over (partition by key order by count(*) desc, value) as place from cell group by key, value)
    select key, sum(n)::int as known, array_agg(left(value, 120) order by place) filter (where place <= 30) as values from tally group by key order by known desc, key limit ${mostColumns}`.execute(r.q)
  const own = ofCompany.map(([attribute, label]): IcpAttribute => ({
    attribute, label, tests: testsOf(attribute), known: counted?.[attribute] ?? 0, values: attribute === 'industry' ? (counted?.industries ?? []) : attribute === 'region' ? Object.keys(regions) : [],
  }))
  return {
    companies: counted?.['companies'] ?? 0,
    attributes: [...own, ...columns.map(({ key, known, values }): IcpAttribute => ({ attribute: `${columnPrefix}${key}`, label: key, tests: testsOf(`${columnPrefix}${key}`), known, values: values ?? [] }))],
  }
}
