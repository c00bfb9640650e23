/** `npm run admin -- COMMAND`: what an administrator does on the machine itself. The data commands are described in docs/STORE.md. */
import { defineCommand, runMain } from 'citty'
import { commands } from './commands.ts'

void runMain(
  defineCommand({
    meta: { name: 'npm run admin --', description: 'Madoguchi: commands for the administrator' },
    subCommands: commands,
  }),
)
