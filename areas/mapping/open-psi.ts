import psi from '@openmined/psi.js'
import type { PSILibrary } from '@openmined/psi.js/implementation/psi.d.ts'

/** The library as Node loads it, whose types say that it were an ES module. */
export const openPsi = (): Promise<PSILibrary> => (psi as unknown as () => Promise<PSILibrary>)()
