import { Anchor, Table, Text, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { downloadUrl } from '../../api/client.ts'
import { sayCount, sayNumber, sayShare } from '../../parts/numbers.ts'
import { Section } from '../../parts/page.tsx'
import { ErrorState } from '../../parts/states.tsx'
import classes from './mapping.module.css'
import { mixQuery, type CustomerList, type Mix as Kinds } from './queries.ts'

type Respect = Kinds['dimensions'][number]
type Chosen = { industry?: string | undefined; size?: string | undefined; country?: string | undefined }
type Choice = { chosen: Chosen; choose: ((cell: Chosen) => void) | null }

const titles: Record<Respect['dimension'], string> = { industry: 'Industry', size: 'Size', country: 'Country' }
const mostShown = 8

/** What kind of customers a list names, each respect by itself, with how many nothing is known of. */
export function Mix({ list, chosen, choose }: { list: CustomerList } & Choice) {
  const { data: mix, error, refetch } = useQuery(mixQuery(list))
  if (error) return <Section title="What kind of customers they are">{'code' in error && error.code === 'mapping.no_mix' ? <Text size="sm" mb="md" role="status">{error.message}</Text> : <ErrorState error={error} retry={() => void refetch()} what="The kinds of customers" />}</Section>
  if (!mix) return null
  return (
    <Section title="What kind of customers they are" action={<Anchor size="sm" href={downloadUrl(`/api/v1/customer-lists/${list.id}/mix.csv`)} download>Export CSV</Anchor>}>
      <Text size="sm" c="dimmed" mb="sm" maw="46rem">
        Shares are of {mix.customers === 1 ? 'the one customer' : `all ${sayCount(mix.customers, 'customer')}`}. What our company says comes before what the list says.{mix.fewestAlike !== null && ` Of customers that are not kept, what fewer than ${mix.fewestAlike} have in common is not told and counts as not known.`}
      </Text>
      <div className={classes.mix}>
        {mix.dimensions.map((one) => <One key={one.dimension} of={one} all={mix.customers} chosen={chosen} choose={mix.can.seeCustomers.allowed ? choose : null} />)}
      </div>
    </Section>
  )
}

function One({ of, all, chosen, choose }: { of: Respect; all: number } & Choice) {
  const values = of.dimension === 'size' ? of.values : of.values.slice(0, mostShown)
  const rest = of.others + of.values.slice(values.length).reduce((n, one) => n + one.customers, 0)
  const most = Math.max(1, ...values.map((one) => one.customers))
  const known = all - of.unknown
  const share = (n: number) => sayShare(n, all)
  const tint = (n: number) => ({ '--share': `${Math.round((28 * n) / most)}%` }) as React.CSSProperties
  return (
    <div>
      <Table className={classes.matrix} withRowBorders={false} verticalSpacing={5}>
        <caption><VisuallyHidden>Customers of the partner by {of.dimension}</VisuallyHidden></caption>
        <Table.Thead><Table.Tr><Table.Th scope="col">{titles[of.dimension]}</Table.Th><Table.Th scope="col" className={classes.n}>Customers</Table.Th><Table.Th scope="col" className={classes.n}>Share</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {values.map((one) => {
            const isChosen = chosen[of.dimension]?.toLowerCase() === one.value.toLowerCase()
            return (
              <Table.Tr key={one.value}>
                <Table.Th scope="row" className={classes.kind} dir="auto" title={one.name}>{one.name}</Table.Th>
                <Table.Td className={classes.n}>{choose ? <button type="button" className={classes.open} aria-pressed={isChosen} aria-label={`${sayNumber(one.customers)}, ${one.name}`} onClick={() => choose({ [of.dimension]: isChosen ? undefined : one.value })}>{sayNumber(one.customers)}</button> : sayNumber(one.customers)}</Table.Td>
                <Table.Td className={classes.n} style={tint(one.customers)} data-tint>{share(one.customers)}</Table.Td>
              </Table.Tr>
            )
          })}
          {rest > 0 && <Table.Tr><Table.Th scope="row">Others</Table.Th><Table.Td className={classes.n}>{sayNumber(rest)}</Table.Td><Table.Td className={classes.n}>{share(rest)}</Table.Td></Table.Tr>}
        </Table.Tbody>
        <Table.Tfoot><Table.Tr><Table.Th scope="row">Not known</Table.Th><Table.Td className={classes.n}>{sayNumber(of.unknown)}</Table.Td><Table.Td className={classes.n}>{share(of.unknown)}</Table.Td></Table.Tr></Table.Tfoot>
      </Table>
      {known > 0 && of.fromUs !== null && <Text size="xs" c="dimmed" mt={4}>{sayWhose(of.fromUs, known - of.fromUs)}</Text>}
    </div>
  )
}

const sayWhose = (ours: number, theirs: number): string =>
  theirs === 0 ? 'All of it is what our companies say.' : ours === 0 ? 'All of it is what the list says.' : `${sayNumber(ours)} by our companies, ${sayNumber(theirs)} by the list.`
