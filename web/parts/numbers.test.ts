import { expect, test } from 'vitest'
import { sayShare } from './numbers.ts'

test.each([[0, 302, '0 %'], [1, 302, 'under 1 %'], [3, 302, 'under 1 %'], [4, 302, '1 %'], [12, 32, '38 %'], [301, 302, 'over 99 %'], [302, 302, '100 %'], [0, 0, '0 %']])('%i of %i is %s', (n, all, said) => expect(sayShare(n, all)).toBe(said))
