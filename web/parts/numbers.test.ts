import { expect, test } from 'vitest'
import { sayShare } from './numbers.ts'

test.each([[0, 302, '0\u00a0%'], [1, 302, 'under 1\u00a0%'], [3, 302, 'under 1\u00a0%'], [4, 302, '1\u00a0%'], [12, 32, '38\u00a0%'], [301, 302, 'over 99\u00a0%'], [302, 302, '100\u00a0%'], [0, 0, '0\u00a0%']])('%i of %i is %s', (n, all, said) => expect(sayShare(n, all)).toBe(said))
