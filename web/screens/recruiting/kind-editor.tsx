import { Checkbox, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { linesOf, WordsInput } from '../../parts/words-input.tsx'
import { sayCountry } from '../companies/queries.ts'
import { attributesQuery } from '../settings/icp-queries.ts'
import { sayPlace, sizeWords, type Among } from './kind-words.ts'
import classes from './recruiting.module.css'

/** Which customers count: those that are one of the values in each respect that names any. */
export function KindEditor({ among, errorOf, change }: { among: Among; errorOf: (field: string) => string | undefined; change: (next: Among) => void }) {
  const attributes = useQuery(attributesQuery).data?.attributes ?? []
  const valuesOf = (attribute: string) => attributes.find((one) => one.attribute === attribute)?.values ?? []
  const places = [...new Set([...valuesOf('region'), ...valuesOf('country').map(sayCountry)])]
  return (
    <div className={classes.fields} style={{ marginTop: '0.5rem' }}>
      <div style={{ width: 'min(100%, 20rem)' }}><WordsInput label="Industries" description="That have these words; empty: any" data={valuesOf('industry')} value={among.industries.join('\n')} error={errorOf('industries') ?? errorOf('')} onChange={(text) => change({ ...among, industries: linesOf(text) })} /></div>
      <div style={{ width: 'min(100%, 20rem)' }}><WordsInput label="Countries and regions" description="Empty: anywhere" data={places} value={among.places.map(sayPlace).join('\n')} error={errorOf('places')} onChange={(text) => change({ ...among, places: linesOf(text) })} /></div>
      <Checkbox.Group label="Sizes" description="In people; none: any" value={among.sizes} onChange={(sizes) => change({ ...among, sizes: sizes as Among['sizes'] })} labelProps={{ fw: 500 }}>
        <Group gap="sm" mt={6}>{Object.entries(sizeWords).map(([value, label]) => <Checkbox key={value} size="xs" value={value} label={label} />)}</Group>
      </Checkbox.Group>
    </div>
  )
}
