/** The page below `/wait/` for customers who wait, and its worker, whose name stays the same: a browser asks for it by that. */
import { defineConfig } from 'vite'
import { at, reloadOnBuild, shared } from './page-build.ts'

export default defineConfig({
  ...shared,
  root: at('widget/wait'),
  base: '/wait/',
  plugins: reloadOnBuild('', './', at('dist/wait/assets')),
  build: {
    ...shared.build,
    outDir: at('dist/wait'),
    emptyOutDir: true,
    rolldownOptions: {
      input: { page: at('widget/wait/index.html'), worker: at('widget/wait/worker.ts') },
      output: {
        entryFileNames: ({ name }) => (name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js'),
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
})
