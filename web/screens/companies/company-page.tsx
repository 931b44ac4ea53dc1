import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Navigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { CanButton } from '../../parts/can-button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { A } from '../../parts/link.tsx'
import { sayNumber } from '../../parts/numbers.ts'
import { Columns, Page, Section } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { Loading } from '../../parts/states.tsx'
import text from '../../parts/text.module.css'
import { Timeline } from '../../parts/timeline.tsx'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { ChangeCompany } from './change-company.tsx'
import { CompanyOpportunities, CompanyReferrals } from './company-deals.tsx'
import { CompanyKnownBy } from './company-known-by.tsx'
import { CompanyFit } from './company-fit.tsx'
import { CompanyMerges } from './company-merges.tsx'
import { MergeCompany } from './merge-company.tsx'
import { SplitCompany } from './split-company.tsx'
import { companyQuery, sayCountry, type Company } from './queries.ts'

/** One company: who it is, how well it fits, what partners and we have with it. */
export function CompanyPage() {
  const { id = '' } = useParams({ strict: false })
  const query = useQuery(companyQuery(id))
  if (query.isPending) return <Loading />
  if (query.error) return <PageError error={query.error} retry={() => void query.refetch()} what="The company" />
  // One that became part of another company is shown there.
  if (query.data.id !== id) return <Navigate to={paths.company(query.data.id)} replace />
  return <Opened key={id} company={query.data} />
}

function Opened({ company }: { company: Company }) {
  const [open, setOpen] = useState<'change' | 'merge' | 'split' | null>(null)
  const close = () => setOpen(null)
  const standing = [company.isCustomer && 'Customer', company.directOnly && 'sold to directly only'].filter(Boolean).join(', ')
  return (
    <Page
      title={company.name} parent={{ title: 'Companies', to: paths.companies() }} sub={[company.domain, standing].filter(Boolean).join(', ')}
      actions={(
        <>
          <CanButton can={company.can.change} variant="default" onClick={() => setOpen('merge')}>Merge with…</CanButton>
          <CanButton can={company.can.change} variant="default" onClick={() => setOpen('split')}>Split…</CanButton>
          <CanButton can={company.can.change} onClick={() => setOpen('change')}>Change company</CanButton>
        </>
      )}
    >
      <Columns
        main={(
          <>
            {company.suspicious && <Text size="sm" mb="lg" className={text.late} role="alert">Its name or website is written with letters that look like those of another company. Check it before you answer.</Text>}
            <Section title="Fit"><CompanyFit company={company} /></Section>
            <Section title="About"><CompanyFacts company={company} /></Section>
            <CompanyKnownBy company={company} />
            <CompanyReferrals company={company} />
            <CompanyOpportunities company={company} />
            <CompanyMerges company={company} />
          </>
        )}
        side={<Timeline about={{ company: company.id }} />}
      />
      {open === 'change' && <ChangeCompany company={company} onClose={close} />}
      {open === 'merge' && <MergeCompany company={company} onClose={close} />}
      {open === 'split' && <SplitCompany company={company} onClose={close} />}
    </Page>
  )
}

function CompanyFacts({ company }: { company: Company }) {
  const others = (kind: 'alias' | 'former') => company.aliases.filter((a) => a.kind === kind).map((a) => a.name).join(', ')
  const more = Object.entries(company.attributes).filter(([, value]) => value !== null && value !== '')
  return (
    <Facts
      label="Facts"
      items={{
        Websites: company.domains.join(', ') || 'not known', Industry: company.industry ?? 'not known', People: company.employees === null ? 'not known' : <span className="numbers">{sayNumber(company.employees)}</span>,
        Address: [company.street, [company.zip, company.city].filter(Boolean).join(' ')].filter(Boolean).join(', ') || null, Country: company.country ? sayCountry(company.country) : 'not known', Telephone: company.phone, Founded: company.foundedYear, 'Also called': others('alias'), 'Formerly': others('former'),
        'Part of': company.parent && <A to={paths.company(company.parent.id)}>{company.parent.name}</A>,
        Subsidiaries: company.children.length > 0 && company.children.map((child, i) => <span key={child.id}>{i > 0 && ', '}<A to={paths.company(child.id)}>{child.name}</A></span>),
        'Our last contact': company.lastContactAt ? <When at={company.lastContactAt} day /> : 'never', 'Id in the CRM': company.crmId,
        ...Object.fromEntries(more.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)])),
      }}
    />
  )
}
