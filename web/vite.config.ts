import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompress, constants } from 'node:zlib'
import { promisify } from 'node:util'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Writes a .br beside every text asset, so that the server sends the small one without working on it. */
function compressed(): Plugin {
  return {
    name: 'compressed', apply: 'build',
    async writeBundle({ dir }) {
      for (const folder of ['assets', 'partner'].map((name) => join(dir ?? '', name))) {
        const texts = (await readdir(folder)).filter((name) => /\.(js|css|svg)$/.test(name))
        await Promise.all(texts.map(async (name) => writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(await readFile(join(folder, name)), { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }))))
      }
    },
  }
}

export default defineConfig({
  base: '/app/',
  plugins: [react(), compressed()],
  build: {
    outDir: '../dist/web', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false },
    // What most screens share travels together instead of in dozens of tiny files.
    // Beside the staff app, the one script of a partner page: its address never changes, so it is asked for anew each time.
    rolldownOptions: { input: { index: join(import.meta.dirname, 'index.html'), 'private-mapping': join(import.meta.dirname, '../areas/mapping/browser/private-page.ts') }, output: { entryFileNames: (chunk) => (chunk.name === 'private-mapping' ? 'partner/[name].js' : 'assets/[name]-[hash].js'), codeSplitting: { groups: [{ name: 'shared', test: /[\\/]web[\\/](parts|api)[\\/]|[\\/]@mantine[\\/]/, minShareCount: 8 }] } } },
  },
  // The host stays ours: the server refuses changes that come from another origin.
  server: { proxy: { '/api': { target: process.env['ALONGSIDE_SERVER'] ?? 'http://127.0.0.1:3000', changeOrigin: false } } },
})
