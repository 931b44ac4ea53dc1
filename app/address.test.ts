import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { addressOf, noteAddress } from './address.ts'
import { readConfig } from './config.ts'

const dir = mkdtempSync(join(tmpdir(), 'alongside-address-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const asked = (env: Record<string, string>) => addressOf(readConfig({ ALONGSIDE_DATA: dir, ...env }), env)

test('a link made at the terminal leads to where the app last listened, unless it is said where', () => {
  expect(asked({})).toBe('http://localhost:3000')
  noteAddress(dir, 'http://localhost:4127')
  expect(asked({})).toBe('http://localhost:4127')
  expect(asked({ PORT: '3111' })).toBe('http://localhost:3111')
  expect(asked({ ALONGSIDE_URL: 'https://partners.example.com' })).toBe('https://partners.example.com')
})

test('what stands there and is no address is not used, and a folder that takes nothing stops nobody', () => {
  writeFileSync(join(dir, 'address'), 'half of an addr')
  expect(asked({})).toBe('http://localhost:3000')
  writeFileSync(join(dir, 'file'), '')
  expect(() => noteAddress(join(dir, 'file'), 'http://localhost:1')).not.toThrow()
})
