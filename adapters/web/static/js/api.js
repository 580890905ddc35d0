// @ts-check
/** What the page asks for over HTTP. */

/**
 * @typedef {{ id: number, run: string, ref: string, text: string, mode: 'query' | 'feedback', running: boolean,
 *   answer: string, correction: string, reason: string, model: string, problem: string, try_again: boolean }} Shown
 * @typedef {{ name: string, provider: string, context: number }} Model
 * @typedef {{ models: Model[], default: string, problem: string }} Models
 */

/**
 * Return the exchanges of a conversation, oldest first; null where the server can't be reached or can't say.
 * @param {string} id
 * @returns {Promise<Shown[] | null>}
 */
export async function fetchConversation(id) {
  const found = await fetchJson(`/api/conversations/${id}`)
  return found && found.exchanges
}

/** @returns {Promise<Models | null>} */
export function fetchModels() {
  return fetchJson('/api/models')
}

/** @param {string} address */
async function fetchJson(address) {
  try {
    const response = await fetch(address)
    return response.ok ? await response.json() : null
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return null // no connection, or a proxy's page
    throw error
  }
}
