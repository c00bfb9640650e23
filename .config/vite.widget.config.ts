/**
 * The widget: one small loader of a fixed name (`/w.js`), everything else in hashed chunks that it loads when needed
 * (`/widget/assets/`). Paths between them are relative, since the loader runs on pages of other origins.
 */
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { at, reloadOnBuild, shared } from './page-build.ts'

const loader = 'w.js'

/**
 * The loader is built where its address is, above the folder of its chunks, and then kept beside them as
 * `widget/w.js`, so that everything of the widget is in one folder.
 */
function keepLoaderWithItsChunks(): Plugin {
  let outDir = ''
  return {
    name: 'keep-loader-with-its-chunks',
    configResolved(config) {
      outDir = config.build.outDir
    },
    buildStart() {
      rmSync(join(outDir, 'widget'), { recursive: true, force: true })
    },
    generateBundle(_options, bundle) {
      // A page may load the loader under another address (with a query, from a copy) and would then run it twice.
      const back = Object.values(bundle).filter((one) => one.type === 'chunk' && one.imports.includes(loader))
      for (const chunk of back)
        this.warn(`${chunk.fileName} imports from the loader; let the loader hand it over instead`)
    },
    writeBundle() {
      mkdirSync(join(outDir, 'widget'), { recursive: true })
      for (const name of [loader, `${loader}.map`]) renameIfThere(join(outDir, name), join(outDir, 'widget', name))
    },
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** What the chat's chunk is made of, with all that these import. Chunks that come later find there what they share with it. */
const chat = /node_modules.(@lit|lit)|widget.(chat|define|elements|icons|controllers|state)/

/**
 * The bundler hands out the chat's one export through a helper, which stands in a file of its own: a request more before
 * anybody can write. A plain object does the same.
 */
function exportChatPlainly(): Plugin {
  return {
    name: 'export-chat-plainly',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || chunk.name !== 'chat') continue
        const [statement, helper] = /import\{[\w$]+ as (\w+)\}from"\.\/rolldown-runtime[^"]*";/.exec(chunk.code) ?? []
        const [made, name] = new RegExp(`=${helper}\\(\\{mount:\\(\\)=>([\\w$]+)\\}\\)`).exec(chunk.code) ?? []
        if (statement && made) chunk.code = chunk.code.replace(statement, '').replace(made, `={mount:${name}}`)
        else
          this.warn('the chat is not handed out in the way that is known: size.int.test.ts says what is loaded with it')
      }
    },
  }
}

/** What templates are indented by is a good part of what is loaded, and nothing on a screen: one line break does the same. */
const withoutIndentation: Plugin = {
  name: 'without-indentation',
  renderChunk: (code) => ({ code: code.replace(/\n[ \t]+/g, '\n'), map: null }),
}

export default defineConfig({
  ...shared,
  root: at('widget'),
  base: './',
  plugins: [
    withoutIndentation,
    keepLoaderWithItsChunks(),
    exportChatPlainly(),
    ...reloadOnBuild(loader, './widget/assets/', at('dist/widget/assets')),
  ],
  resolve: {
    alias: [
      ...shared.resolve.alias,
      { find: /^\.\/staff\.ts$/, replacement: at('hub/protocol/messages/staff-absent.ts') },
    ],
  },
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    ...shared.build,
    outDir: at('dist'),
    emptyOutDir: false,
    // As a library, because vite otherwise puts 0.9 kB of preloading into the loader, which has 2 kB at most.
    lib: { entry: { w: at('widget/loader.ts') }, formats: ['es'] },
    rolldownOptions: {
      preserveEntrySignatures: false,
      treeshake: {
        // Shapes that nobody in this page asks for are left out.
        moduleSideEffects: (id: string) => !/\/hub\/(protocol|client)\//.test(id),
        // To look a bound up changes nothing.
        propertyReadSideEffects: false,
        manualPureFunctions: ['record', 'list', 'oneOf', 'maybe', 'text', 'whole', 'id', 'scalar'],
      },
      output: {
        codeSplitting: { groups: [{ name: 'chat', test: chat }] },
        minify: true,
        comments: { annotation: false },
        entryFileNames: loader,
        chunkFileNames: 'widget/assets/[name]-[hash].js',
        assetFileNames: 'widget/assets/[name]-[hash][extname]',
      },
    },
  },
})
