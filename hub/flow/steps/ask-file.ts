/** Asks for a file. Where the channel takes none, the customer goes on as if they had not sent one. */
import { questionKind, questionShape } from '../asking.ts'

export const askFile = questionKind(questionShape(['file']), { cannot: (run) => !run.around.channel.files })
