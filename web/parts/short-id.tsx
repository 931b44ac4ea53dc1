/** A name that a teller gave; of our own long ids only the end, with all of it on hover. */
export function ShortId({ id }: { id: string }) {
  const short = id.replace(/([a-z]+_)[0-9a-f]{26}([0-9a-f]{6})/g, '$1…$2')
  return short === id ? <>{id}</> : <span title={id}>{short}</span>
}
