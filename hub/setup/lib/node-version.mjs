/**
 * Refuses, in one sentence, a Node that cannot run this. Imported first, so that it speaks before anything else can
 * fail in a less friendly way. The floor is that of vite and oxlint, which start needs to build.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const newEnough = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22

if (!newEnough) {
  console.error(`madoguchi: Node 20.19 or newer (of 22, 22.12 or newer) is needed; this is ${process.version}.`)
  process.exit(1)
}
