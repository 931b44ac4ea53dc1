/** The build of the library for a thread of a browser, for which it has no types. */
declare module '@openmined/psi.js/psi_wasm_worker.js' {
  import type { PSILibrary } from '@openmined/psi.js/implementation/psi.d.ts'
  const open: () => Promise<PSILibrary>
  export { open as default }
}
