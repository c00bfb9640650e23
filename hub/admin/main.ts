/**
 * `npm run admin -- COMMAND`: what an administrator does on the machine itself. One file per command; a new one is a line
 * in `subCommands`. The data commands are described in docs/STORE.md.
 */
import { defineCommand, runMain } from 'citty'
import { backup } from './backup.ts'
import { restore } from './restore.ts'
import { user } from './user.ts'
import { verify } from './verify.ts'

const subCommands = { backup, verify, restore, user }

void runMain(
  defineCommand({
    meta: { name: 'npm run admin --', description: 'Madoguchi: commands for the administrator' },
    subCommands,
  }),
)
