/** The page below `/chat/` with nothing but a site's chat. */
import { defineConfig } from 'vite'
import { at, reloadOnBuild, shared } from './page-build.ts'

export default defineConfig({
  ...shared,
  root: at('widget/page'),
  base: '/chat/',
  plugins: reloadOnBuild('', './', at('dist/chat/assets')),
  build: { ...shared.build, outDir: at('dist/chat'), emptyOutDir: true },
})
