// Addresses as people write them: which are one, which are not, and that nothing that is typed there does harm.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareAddresses, nameAndAddress, readAddress, type RawAddress } from './addresses.ts'
import { placeOf } from './places.ts'
import { samePlaceAs, sayWhere } from './where.ts'

const at = (street: string, city?: string, zip?: string): RawAddress => ({ street, city, zip })
const isOne = (a: RawAddress, b: RawAddress) => samePlaceAs({ ...a }, { ...b }).address

describe('two addresses', () => {
  test.each<[string, RawAddress, RawAddress]>([
    ['kinds of street', at('12 West Oak Street'), at('12 W. Oak St.')], ['ordinals', at('350 Fifth Avenue'), at('350 5th Ave')], ['suites', at('5 Main St, Suite 200'), at('5 Main Street Ste. 310')],
    ['floors', at('Hauptstr. 5, 3. OG'), at('Hauptstraße 5')], ['German', at('Hauptstraße 5'), at('Haupt-Str. 5')], ['a letter behind the number', at('Hauptstr. 12 a'), at('HAUPTSTRASSE 12A')],
    ['umlauts', at('Königsallee 60'), at('Koenigsallee 60')], ['French', at('12, rue de la Paix'), at('12 bis Rue de la Paix')], ['Spanish', at('Calle Mayor, 5, 2º'), at('C/ Mayor nº 5')], ['Italian', at('Via Roma, 12'), at('via Roma 12')],
    ['a number in the name', at('Straße des 17. Juni 135'), at('Strasse des 17. Juni 135')], ['one column', at('Hauptstr. 5, 10115 Berlin'), at('Hauptstraße 5', 'Berlin', '10115')],
    ['one line', at('Hauptstr. 5 10115 Berlin'), at('Hauptstr. 5', 'Berlin')], ['state and code', at('5 Main St, Springfield, IL 62701'), at('5 Main Street', 'Springfield', '62701-1234')],
    ['boxes', at('P.O. Box 12 34'), at('Postfach 1234')], ['somebody in front', at('c/o Smith, 12 Main St'), at('12 Main Street')], ['a city in two languages', at('Marienplatz 1', 'München'), at('Marienplatz 1', 'Munich')],
    ['swapped columns', at('Berlin', 'Hauptstr. 5'), at('Hauptstr. 5', 'Berlin')], ['only a direction', at('5242 W North Ave'), at('5242 West North Avenue')], ['a town with a river', at('Zeil 1', 'Frankfurt'), at('Zeil 1', 'Frankfurt am Main')],
  ])('%s: one', (_case, a, b) => {
    expect([isOne(a, b), isOne(b, a)]).toEqual([true, true])
  })

  test.each<[string, RawAddress, RawAddress]>([
    ['another number', at('Hauptstr. 5'), at('Hauptstr. 7')], ['another street', at('12 Oak St'), at('12 Elm St')], ['the same street elsewhere', at('5 Main St', 'Springfield'), at('5 Main St', 'Portland')],
    ['the same street under another code', at('5 Main St', undefined, '10115'), at('5 Main St', undefined, '80331')], ['another box', at('Postfach 1234'), at('Postfach 999')], ['another letter', at('Hauptstr. 12a'), at('Hauptstr. 12b')],
    ['North and South of one number', at('51st St 221'), at('53rd St 221')],
  ])('%s: not one', (_case, a, b) => {
    expect([isOne(a, b), isOne(b, a)]).toEqual([false, false])
  })

  test.each<[string, RawAddress, RawAddress]>([['only one says it', at('Hauptstr. 5'), at('', 'Berlin')], ['a street without a number', at('Hauptstr.'), at('Hauptstraße 5')], ['a box and a street', at('Postfach 1234'), at('Hauptstr. 5')], ['nothing', at(''), at('')]])('%s: nobody knows', (_case, a, b) => {
    expect(isOne(a, b)).toBe(null)
  })

  test.each<[string, string, boolean]>([['Frankfurt', 'Frankfurt am Main', true], ['St. Louis', 'Saint Louis', true], ['York', 'New York', false], ['Köln', 'Cologne', true], ['Chicago, IL', 'chicago', true], ['10115 Berlin', 'Berlin', true], ['Paris 8e', 'Paris', true], ['Berlin', 'München', false]])('%s and %s', (a, b, same) => {
    expect(compareAddresses(readAddress({ city: a }), readAddress({ city: b })).city).toBe(same)
  })

  test('what they have in common is said without saying where', () => {
    const ours = { street: 'Hauptstr. 5', zip: '10115', city: 'Berlin', phone: '030 5550101' }
    const said = (place: object) => sayWhere(samePlaceAs(place, { ...ours }))
    expect(said({ street: 'Hauptstraße 5', city: 'Berlin' })).toEqual(['They have the same street and city.'])
    expect(said({ street: 'Hauptstraße 5' })).toEqual(['They have the same street and house number.'])
    expect(said({ street: 'Torstr. 1', city: 'Berlin' })).toEqual(['They are in the same city, at other addresses.'])
    expect(said({ street: 'Hauptstr. 5', city: 'Hamburg', zip: '20095' })).toEqual(['They are in other cities.', 'They have other postal codes.'])
    expect(said({ street: 'Torstr. 1' })).toEqual(['They have other addresses.'])
    expect([said({}), said({ phone: '5550101' })]).toEqual([[], ['They have the same telephone number.']])
  })
})

describe('what an import kept as columns', () => {
  test('counts where the company itself says nothing, an address as a whole', () => {
    const attributes = { 'Billing Street': 'Hauptstr. 5', 'Billing City': 'Berlin', 'Main Phone': '030 5550101', PLZ: '10115', 'E-mail address': 'a@b.de' }
    expect(placeOf({ attributes })).toEqual({ street: 'Hauptstr. 5', zip: '10115', city: 'Berlin', phone: '030 5550101' })
    expect(placeOf({ city: 'Hamburg', attributes })).toEqual({ street: null, zip: null, city: 'Hamburg', phone: '030 5550101' })
    expect(placeOf({ attributes: { 'Straße': 'Torstr. 1', Ort: 'Berlin' } })).toMatchObject({ street: 'Torstr. 1', city: 'Berlin' })
  })
})

describe('an address behind a name', () => {
  test.each([
    ['Meridian Foods GmbH, Hauptstr. 5, 10115 Berlin', 'Meridian Foods GmbH', 'Hauptstr. 5, 10115 Berlin'], ['Acme, Inc., 5 Main St, Springfield, IL 62701', 'Acme, Inc.', '5 Main St, Springfield, IL 62701'],
    ['Paix SARL | 12 rue de la Paix | 75002 Paris', 'Paix SARL', '12 rue de la Paix | 75002 Paris'],
  ])('%s', (text, name, street) => {
    expect(nameAndAddress(text)).toEqual({ name, street })
  })

  test.each(['Meridian Foods', 'Acme, Inc.', 'Smith, Jones & 3 Partners', 'Area 51, Ltd', 'Fund 2000, 20000 Leagues', 'Studio 5, Berlin', ', 5 Main St, Springfield, IL 62701', '5, 10115 Berlin'])('%s is a name', (text) => {
    expect(nameAndAddress(text)).toBeUndefined()
  })
})

describe('whatever is typed', () => {
  test('is read, compared with itself the same both ways, and at once', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 400 }), fc.array(fc.constantFrom('Hauptstr.', '5', ',', ' ', '10115', 'Berlin', 'PO Box', 'Suite', '\u202e', '\u0000', 'ул.', 'شارع', '中山路', '\n', '99999999', '-'), { maxLength: 30 }).map((parts) => parts.join(' ')))
    fc.assert(fc.property(fc.record({ street: text, city: text, zip: text }), fc.record({ street: text, city: text, zip: text }), (a, b) => {
      expect(compareAddresses(readAddress(a), readAddress(b))).toEqual(compareAddresses(readAddress(b), readAddress(a)))
      const own = compareAddresses(readAddress(a), readAddress(a))
      expect([own.street, own.number, own.box, own.zip, own.city].includes(false)).toBe(false)
    }), { numRuns: 1000 })
  })

  test.each<[string, (n: number) => string]>([
    ['digits', (n) => '1'.repeat(n)], ['commas', (n) => ','.repeat(n)], ['spaces', (n) => ' '.repeat(n)], ['null bytes', (n) => '\u0000'.repeat(n)], ['marks', (n) => '\u202e'.repeat(n)], ['numbers and letters', (n) => '5 a '.repeat(n / 4)], ['codes', (n) => '10115 B '.repeat(n / 8)], ['an accent', (n) => `e${'\u0301'.repeat(n)}`],
  ])('a megabyte of %s takes no longer than a line', (_case, make) => {
    const whole = make(1_000_000)
    const started = process.cpuUsage()
    for (let i = 0; i < 20; i += 1) readAddress({ street: whole, city: whole, zip: whole })
    const { user } = process.cpuUsage(started)
    expect(user / 20 / 1000).toBeLessThan(20)
  })

  test('other scripts and directions are read from end to end', () => {
    expect(isOne(at('שדרות רוטשילד 5', 'תל אביב'), at('\u202bשדרות רוטשילד 5\u202c', 'תל אביב'))).toBe(true)
    expect(isOne(at('ул. Ленина, 5', 'Москва'), at('Ленина ул. 5', 'Москва'))).toBe(true)
  })
})
