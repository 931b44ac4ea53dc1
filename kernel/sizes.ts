// Sizes of companies by how many people work there. The bounds 10, 50 and 250 are those of Commission Recommendation 2003/361/EC.

export const sizeBands = ['1-9', '10-49', '50-249', '250-999', '1000-4999', '5000+'] as const
export type SizeBand = (typeof sizeBands)[number]

const least: Record<SizeBand, number> = { '1-9': 0, '10-49': 10, '50-249': 50, '250-999': 250, '1000-4999': 1000, '5000+': 5000 }

export const sizeBandOf = (employees: number): SizeBand => sizeBands.findLast((band) => employees >= least[band]) ?? '1-9'

/** From how many people and below how many; null where there is no upper bound. */
export const boundsOf = (band: SizeBand): { from: number; below: number | null } => ({ from: least[band], below: sizeBands.map((one) => least[one]).find((from) => from > least[band]) ?? null })

/** "Under 10 people", "50 to 249 people", "5,000 people or more". */
export function saySize(band: SizeBand): string {
  const { from, below } = boundsOf(band)
  const number = (n: number) => n.toLocaleString('en-US')
  return below === null ? `${number(from)} people or more` : from === 0 ? `Under ${number(below)} people` : `${number(from)} to ${number(below - 1)} people`
}
