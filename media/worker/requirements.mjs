/**
 * What building the worker against the system takes: how each thing is recognised, and what Debian calls the package.
 * To add one: a line here. Recognised by use, not by package name, so that other distributions work too.
 */
export const requirements = [
  { debian: 'g++', command: 'c++' },
  { debian: 'meson', command: 'meson' },
  { debian: 'ninja-build', command: 'ninja' },
  { debian: 'pkg-config', command: 'pkg-config' },
  { debian: 'flatbuffers-compiler', command: 'flatc' },
  { debian: 'libflatbuffers-dev', library: 'flatbuffers' },
  { debian: 'libssl-dev', library: 'openssl' },
  { debian: 'libuv1-dev', library: 'libuv' },
  { debian: 'libsrtp2-dev', library: 'libsrtp2' },
  { debian: 'libusrsctp-dev', library: 'usrsctp' },
  { debian: 'libabsl-dev', library: 'absl_flat_hash_map' },
]

/** The Debian names of what is missing here. `works(command, args)` tells whether a program starts and ends well. */
export async function missingRequirements(works) {
  const missing = []
  for (const { debian, command, library } of requirements) {
    const there = command ? await works(command) : await works('pkg-config', ['--exists', library])
    if (!there) missing.push(debian)
  }
  return missing
}
