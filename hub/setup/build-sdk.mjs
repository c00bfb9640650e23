/**
 * The SDK without a screen (`exports` of package.json): one module for browsers and Node, and its types as they stand in the sources.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { at, root } from './lib/paths.mjs'
import { Refusal } from './lib/say.mjs'

const entry = at('widget', 'sdk.ts')
/** Where `#protocol` and `#client` lead, from the folder of types. */
const rooms = { '#protocol': 'hub/protocol/index.js', '#client': 'hub/client/index.js' }

/** Visitors need the codec of browsers, and nothing of what agents say (as in .config/vite.widget.config.ts). */
const forVisitors = {
  name: 'for-visitors',
  setup(build) {
    build.onResolve({ filter: /^\.\/codec\.ts$/ }, () => ({ path: at('hub', 'protocol', 'codec-browser.ts') }))
    build.onResolve({ filter: /^\.\/staff\.ts$/ }, () => ({
      path: at('hub', 'protocol', 'messages', 'staff-absent.ts'),
    }))
  },
}

/** Builds into `folder`. Throws a `Refusal` when the types cannot be written. */
export async function buildSdk(folder = at('dist', 'sdk')) {
  rmSync(folder, { recursive: true, force: true })
  const { build } = await import('esbuild')
  const shape = { bundle: true, format: 'esm', platform: 'neutral', target: 'es2022', legalComments: 'none' }
  const outfile = join(folder, 'madoguchi.js')
  await build({
    ...shape,
    entryPoints: [entry],
    absWorkingDir: root,
    outfile,
    plugins: [forVisitors],
    logLevel: 'error',
  })
  await writeTypes(join(folder, 'types'))
}

async function writeTypes(folder) {
  const { default: ts } = await import('typescript')
  const { config } = ts.readConfigFile(at('tsconfig.json'), ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  const only = {
    noEmit: false,
    incremental: false,
    tsBuildInfoFile: undefined,
    declaration: true,
    emitDeclarationOnly: true,
  }
  const program = ts.createProgram([entry], { ...options, ...only, noCheck: true, rootDir: root, outDir: folder })
  const { diagnostics } = program.emit(undefined, (path, text) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, resolvable(text, path, folder))
  })
  if (diagnostics.length > 0) throw new Refusal(ts.formatDiagnostics(diagnostics, host))
}

const host = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => root, getNewLine: () => '\n' }

/** Imports as somebody else's compiler finds them: no `.ts`, no names of ours. */
function resolvable(text, path, folder) {
  const to = (room) => {
    const way = relative(dirname(path), join(folder, rooms[room]))
    return way.startsWith('.') ? way : `./${way}`
  }
  return text
    .replaceAll(/(['"])(#protocol|#client)\1/g, (_all, quote, room) => quote + to(room) + quote)
    .replaceAll(/(['"])(\.{1,2}\/[^'"]+)\.ts\1/g, '$1$2.js$1')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildSdk(process.argv[2])
