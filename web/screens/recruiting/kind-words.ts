import { sayCountry } from '../companies/queries.ts'
import type { Criterion } from './queries.ts'

export type Among = NonNullable<Criterion['among']>

export const sizeWords: Record<Among['sizes'][number], string> = { '1-9': 'under 10', '10-49': '10 to 49', '50-249': '50 to 249', '250-999': '250 to 999', '1000-4999': '1,000 to 4,999', '5000+': '5,000 or more' }
export const sayPlace = (place: string): string => (/^[A-Z]{2}$/.test(place) ? sayCountry(place) : place)

/** "Food or Dairy; 50 to 249 people; DACH" */
export function sayKind({ industries, sizes, places }: Among): string {
  const any = (words: string[]) => new Intl.ListFormat('en', { type: 'disjunction' }).format(words)
  return [any(industries), sizes.length > 0 ? `${any(sizes.map((size) => sizeWords[size]))} people` : '', any(places.map(sayPlace))].filter(Boolean).join('; ')
}
