/** The agent app, a page of its own below `/agent/`. */
import { defineConfig } from 'vite'
import { at, reloadOnBuild, shared } from './page-build.ts'

export default defineConfig({
  ...shared,
  root: at('agent-app'),
  base: '/agent/',
  plugins: reloadOnBuild('', './', at('dist/agent-app/assets')),
  build: { ...shared.build, outDir: at('dist/agent-app'), emptyOutDir: true },
})
