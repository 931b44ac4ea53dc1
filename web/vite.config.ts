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
      const folder = join(dir ?? '', 'assets')
      const texts = (await readdir(folder)).filter((name) => /\.(js|css|svg)$/.test(name))
      await Promise.all(texts.map(async (name) => writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(await readFile(join(folder, name)), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))))
    },
  }
}

export default defineConfig({
  base: '/app/',
  plugins: [react(), compressed()],
  build: { outDir: '../dist/web', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { '/api': process.env['ALONGSIDE_SERVER'] ?? 'http://127.0.0.1:3000' } },
})
