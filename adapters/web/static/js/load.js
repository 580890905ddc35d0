// @ts-check
/** Load a conversation, however long that takes: the server may be away for a while. */

import { request } from './http.js'

const RETRY = 2_000

/**
 * @param {string} id
 * @param {(() => void) | null} failed told of each attempt that came to nothing; null: there is but one
 * @param {AbortSignal} signal gives up
 * @returns {Promise<{ about: import('./api.js').Conversation | null, problem: string }>} without it where there is none
 */
export function loadConversation(id, failed, signal) {
  return new Promise((resolve) => {
    const attempt = async () => {
      const { status, said, problem } = await request('GET', `/api/conversations/${id}`, { signal })
      if (signal.aborted) return
      if (!problem) return resolve({ about: said, problem })
      if (!failed || (status >= 400 && status < 500)) return resolve({ about: null, problem })
      failed()
      setTimeout(attempt, RETRY)
    }
    attempt()
  })
}
