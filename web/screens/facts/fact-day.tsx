import { Day, When } from '../../parts/when.tsx'

/** When a fact happened: a moment, or a day without a time. */
export function FactDay({ at }: { at: string }) {
  if (/^\d{4}-\d{2}-\d{2}$/.test(at)) return <Day date={at} />
  return Number.isNaN(Date.parse(at)) ? <>{at}</> : <When at={at} />
}
