// @ts-check
/** Load a conversation, however long that takes: the server may be away for a while. */

import { fetchConversation } from './api.js'

const RETRY = 2_000

/**
 * @param {string} id
 * @param {() => void} failed told of each attempt that came to nothing
 * @param {AbortSignal} signal gives up
 * @returns {Promise<import('./api.js').Shown[]>}
 */
export function loadConversation(id, failed, signal) {
  return new Promise((resolve) => {
    const attempt = async () => {
      const exchanges = await fetchConversation(id)
      if (signal.aborted) return
      if (exchanges) return resolve(exchanges)
      failed()
      setTimeout(attempt, RETRY)
    }
    attempt()
  })
}
