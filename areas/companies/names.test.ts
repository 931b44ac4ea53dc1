import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edits } from './distance.ts'
import { fold } from './fold.ts'
import { lookupKeys, storedKeys } from './keys.ts'
import { nameKey, parseName } from './names.ts'
import { bandOf } from './rules.ts'
import { similarity } from './similarity.ts'

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))

describe('a name', () => {
  test.each([
    ['Müller & Söhne GmbH & Co. KG', 'muller sohne'], ['MUELLER UND SOEHNE', 'muller sohne'], ['Lowe’s', 'lowes'], ['J.M. Smucker Company (The)', 'jm smucker'], ['J M SMUCKER Co', 'jm smucker'],
    ['Novo Nordisk A/S', 'novo nordisk'], ['Foo, S.A. de C.V.', 'foo'], ['PT Telkom Indonesia', 'telkom indonesia'], ['ООО «Ромашка»', 'romashka'], ['株式会社トヨタ自動車', 'トヨタ自動車'],
    ['北京百度网讯科技有限公司', '北京百度网讯科技'], ['Νέα Δύναμη Α.Ε.', 'nea dynami'], ['Société Générale S.A.', 'societe generale'], ['Łódź Sp. z o.o.', 'lodz'], ['GmbH', 'gmbh'], ['The Company', 'the'],
    ['ＡＣＭＥ　Ｌｔｄ．', 'acme'], ['🍕 Pizza™ Palace', 'pizza palace'], ['meridian-foods.co.uk', 'meridian food'], ['Intl. Paper Mfg', 'international paper manufacturing'], ['💥', ''],
  ])('%j is filed as %j', (name, key) => {
    expect(nameKey(name)).toBe(key)
  })

  test('folding twice is folding once, whatever the text', () => {
    fc.assert(fc.property(anyText, (text) => {
      expect(fold(fold(text))).toBe(fold(text))
    }), { numRuns: 1000 })
  })

  test('any text has a name key and keys, and two texts a similarity from 0 to 1 that is the same both ways', () => {
    fc.assert(fc.property(anyText, anyText, (a, b) => {
      expect(nameKey(a)).toBe(parseName(a).words.join(' '))
      expect(storedKeys(a).length).toBeLessThanOrEqual(8)
      const { score } = similarity(a, b)
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(1)
      expect(Math.abs(similarity(b, a).score - score)).toBeLessThan(0.1)
      if (nameKey(a) !== '') expect(similarity(a, a).score).toBe(1)
    }), { numRuns: 500 })
  })

  const word = fc.stringMatching(/^[b-dfghj-np-t][a-z]{5,9}$/)
  test('one slip of the pen in a name of some length shares a key and is noticed', () => {
    fc.assert(fc.property(word, word, fc.nat(), fc.constantFrom('drop', 'double', 'change', 'swap'), (a, b, at, how) => {
      const name = `${a} ${b}`
      fc.pre(parseName(name).letters.length === name.length - 1)
      const letters = [...name]
      const i = at % letters.length
      fc.pre(letters[i] !== ' ' && letters[i + 1] !== ' ')
      if (how === 'drop') letters.splice(i, 1)
      else if (how === 'double') letters.splice(i, 0, letters[i]!)
      else if (how === 'change') letters[i] = letters[i] === 'q' ? 'z' : 'q'
      else if (i + 1 < letters.length) [letters[i], letters[i + 1]] = [letters[i + 1]!, letters[i]!]
      const slipped = letters.join('')
      fc.pre(parseName(slipped).letters.length >= name.length - 2 && edits(parseName(slipped).letters, parseName(name).letters, 1) <= 1)
      const stored = new Set(storedKeys(name))
      expect(lookupKeys(slipped).some((key) => stored.has(key)), `${name} / ${slipped}`).toBe(true)
      expect(bandOf(similarity(slipped, name).score), `${name} / ${slipped}`).not.toBe('none')
    }), { numRuns: 500 })
  })
})

test('what is looked up is found where it is filed without its vowels', () => {
  expect(lookupKeys('Aberdeen Income Fund').filter((key) => storedKeys('abrdn Asia Trust').includes(key))).toEqual(['tabrdn'])
})

describe('two names', () => {
  test.each<[string, string, 'same' | 'maybe' | 'none']>([
    ['GTXPro', 'GTX Pro', 'same'], ['Meridian Foods', 'Meridian Foods GmbH', 'same'], ['Foods Meridian', 'Meridian Foods', 'same'], ['Müller', 'Mueller AG', 'same'], ['Emcor', 'EMCOR Group, Inc.', 'same'],
    ['Johnson and Johnson', 'JOHNSON & JOHNSON', 'same'], ['Ромашка', 'Romashka LLC', 'same'], ['meridianfoods.com', 'Meridian Foods', 'same'],
    ['Aberdeen Income Fund', 'abrdn Income Fund', 'maybe'], ['Meridien Foods', 'Meridian Foods', 'maybe'], ['Sunron', 'Sonron', 'maybe'], ['Newlife Clinik', 'New Life Clinic', 'maybe'], ['Siemens', 'Siemens Energy', 'maybe'], ['Siemens Healthineers', 'Siemens', 'maybe'],
    ['Microsoft', 'Microsoft Deutschland GmbH', 'maybe'], ['Меridian Foods', 'Meridian Foods', 'maybe'], ['Meridian Holdings', 'Meridian International', 'maybe'], ['Acme 2', 'Acme', 'maybe'],
    ['Bank of America', 'Bank of Africa', 'none'], ['Acme Acquisition II', 'Acme Acquisition III', 'none'], ['Visa', 'Vista', 'none'], ['Johnson & Johnson', 'Johnson Controls', 'none'],
    ['Global Solutions Group', 'Global Services Group', 'none'], ['💥', '💥', 'none'],
  ])('%s and %s: %s', (a, b, band) => {
    expect(bandOf(similarity(a, b).score), JSON.stringify(similarity(a, b))).toBe(band)
    expect(similarity(a, b).reasons.every((reason) => /^[A-Z].*\.$/u.test(reason))).toBe(true)
  })
})
