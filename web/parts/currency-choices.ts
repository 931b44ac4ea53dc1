/** Currencies to choose from, the workspace's own first. */
export function currencyChoices(first: string): string[] {
  return [first, ...['EUR', 'USD', 'GBP'].filter((c) => c !== first), ...Intl.supportedValuesOf('currency').filter((c) => ![first, 'EUR', 'USD', 'GBP'].includes(c))]
}
