import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBuyer } from './read-buyer.ts'

describe('what a partner types', () => {
  test.each<[string, object]>([
    ['Meridian Foods', { kind: 'name', name: 'Meridian Foods' }],
    ['https://www.Meridian-Foods.co.uk/about?x=1', { kind: 'domain', domain: 'meridian-foods.co.uk' }],
    ['ACME.COM', { kind: 'domain', domain: 'acme.com' }],
    ['ana@meridianfoods.de', { kind: 'email', domain: 'meridianfoods.de', email: 'ana@meridianfoods.de' }],
    ['mailto:Ana@MeridianFoods.de', { kind: 'email', domain: 'meridianfoods.de', email: 'ana@meridianfoods.de' }],
    ['Meridian Foods, meridian-foods.com', { kind: 'domain', domain: 'meridian-foods.com', name: 'Meridian Foods' }],
    ['Meridian Foods ana@meridianfoods.de', { kind: 'email', domain: 'meridianfoods.de', email: 'ana@meridianfoods.de', name: 'Meridian Foods' }],
    ['Ana Lopez <ana@meridianfoods.de>', { kind: 'email', domain: 'meridianfoods.de', email: 'ana@meridianfoods.de' }],
    ['Ana Lopez, ana@meridianfoods.de', { kind: 'email', domain: 'meridianfoods.de', email: 'ana@meridianfoods.de' }],
    ['Meridian Foods (ana@gmail.com)', { kind: 'name', name: 'Meridian Foods', email: 'ana@gmail.com' }],
    ['Meridian Foods, facebook.com/meridian', { kind: 'name', name: 'Meridian Foods' }],
    ['Müller GmbH & Co.KG', { kind: 'name', name: 'Müller GmbH & Co.KG' }],
    ['A.G.', { kind: 'name', name: 'A.G.' }],
    ['E.ON', { kind: 'name', name: 'E.ON' }],
    ['Dr.Oetker', { kind: 'name', name: 'Dr.Oetker' }],
    ['acme.uk.com', { kind: 'domain', domain: 'acme.uk.com' }],
    ['ana@meridian.example', { kind: 'email', domain: 'meridian.example', email: 'ana@meridian.example' }],
    ['x.com', { kind: 'domain', domain: 'x.com' }],
    ['www.münchen.de', { kind: 'domain', domain: 'xn--mnchen-3ya.de' }],
    ['株式会社トヨタ', { kind: 'name', name: '株式会社トヨタ' }],
    ['\u202eشركة النور\u202c', { kind: 'name', name: 'شركة النور' }],
    ['🍕 Pizza Palace', { kind: 'name', name: '🍕 Pizza Palace' }],
    ['Meri\u0000dian', { kind: 'name', name: 'Meridian' }],
  ])('%j is read', (text, expected) => {
    expect(readBuyer(text)).toEqual(expected)
  })

  test.each([
    ['', 'required'], ['   ', 'required'], ['…', 'required'], ['💥', 'required'], ['\u0000\u200b', 'required'],
    ['gmail.com', 'buyer.free_mail'], ['ana@gmail.com', 'buyer.free_mail'], ['Ana Lopez <ana@gmail.com>', 'buyer.free_mail'], ['ana@mail.ru', 'buyer.free_mail'], ['ana@yahoo.co.uk', 'buyer.free_mail'],
    ['ana@0-180.com', 'buyer.disposable_mail'], ['ana@anything.0x01.gq', 'buyer.disposable_mail'],
    ['acme.myshopify.com', 'buyer.shared_host'], ['acme.github.io', 'buyer.shared_host'], ['https://linktr.ee/acme', 'buyer.shared_host'], ['facebook.com/acme', 'buyer.shared_host'],
    ['linkedin.com/company/acme', 'buyer.shared_host'], ['sites.google.com/view/acme', 'buyer.shared_host'],
    ['http://10.0.0.1/x', 'buyer.not_a_domain'], ['ana@acme', 'buyer.not_a_domain'], ['www.acme.notatld', 'buyer.not_a_domain'],
  ])('%j is no company', (text, code) => {
    const { problem } = readBuyer(text)
    expect(problem).toMatchObject({ field: 'buyer', code })
    expect(problem?.message).toMatch(/^[A-ZÀ-Ýa-z0-9].*\.$/u)
  })

  test('a mail provider is refused in plain words', () => {
    expect(readBuyer('ana@gmail.com').problem?.message).toBe("gmail.com is a private mail provider. Write the company's name or website instead.")
  })

  test.each([
    ['meridіan.com', 'meridian.com'], // Cyrillic і
    ['xn--80ak6aa92e.com', 'apple.com'],
    ['ana@mеridianfoods.de', 'meridianfoods.de'], // Cyrillic е
  ])('%s is noticed as a look-alike and kept as it is', (text, lookAlikeOf) => {
    const buyer = readBuyer(text)
    expect(buyer).toMatchObject({ suspicious: 'look_alike', lookAlikeOf })
    expect(buyer.domain).toMatch(/^xn--/)
  })

  test('an honest name in another script is not suspicious', () => {
    expect(readBuyer('почта.рф')).toEqual({ kind: 'domain', domain: 'xn--80a1acny.xn--p1ai' })
  })

  test('a megabyte is read in no time and cut', () => {
    const before = performance.now()
    for (const text of ['x'.repeat(1_000_000), 'a@'.repeat(500_000), 'a.'.repeat(500_000), '-'.repeat(999_999) + 'a', '\u{1F4A5}'.repeat(250_000), '((((('.repeat(200_000)]) {
      const { name = '' } = readBuyer(text)
      expect(name.length).toBeLessThanOrEqual(200)
    }
    expect(performance.now() - before).toBeLessThan(2000)
  })

  test('any text is read, and names a company or says why not', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.emailAddress(), fc.webUrl()), (text) => {
      const buyer = readBuyer(text)
      expect(Boolean(buyer.problem)).toBe(!buyer.domain && !buyer.name)
      expect(JSON.stringify(buyer)).not.toContain('\\u0000')
      expect((buyer.name ?? '').isWellFormed()).toBe(true)
    }), { numRuns: 500 })
  })
})
