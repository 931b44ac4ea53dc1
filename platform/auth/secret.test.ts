import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSecret } from './secret.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alongside-test-secret-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('is made once, for its owner alone, and stays', () => {
  const made = openSecret(join(folder, 'data'), undefined)
  expect(made.length).toBeGreaterThanOrEqual(32)
  expect(openSecret(join(folder, 'data'), undefined).equals(made)).toBe(true)
  expect(readdirSync(join(folder, 'data'))).toEqual(['secret'])
  if (process.platform !== 'win32') expect(statSync(join(folder, 'data', 'secret')).mode & 0o777).toBe(0o600)
})
test('two installations have two', () => {
  expect(openSecret(join(folder, 'a'), undefined).equals(openSecret(join(folder, 'b'), undefined))).toBe(false)
})
test('one that a power cut left empty is no secret: it is made anew, never used', () => {
  const lost = openSecret(folder, undefined)
  truncateSync(join(folder, 'secret'), 0)
  const made = openSecret(folder, undefined)
  expect([made.length >= 32, made.equals(lost)]).toEqual([true, false])
  expect(openSecret(folder, undefined).equals(made)).toBe(true)
})
test('the one that the operator gives is taken, and no file is made', () => {
  expect(openSecret(folder, 'x'.repeat(40)).toString()).toBe('x'.repeat(40))
  expect(readdirSync(folder)).toEqual([])
})
