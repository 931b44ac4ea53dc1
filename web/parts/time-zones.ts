/** Every time zone that the browser knows, with the given one among them. */
export function timeZones(own: string): { value: string; label: string }[] {
  const all = new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])
  return [...all].toSorted().map((value) => ({ value, label: value.replaceAll('_', ' ') }))
}
